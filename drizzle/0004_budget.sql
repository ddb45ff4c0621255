CREATE TABLE "rate_budgets" (
	"merchant_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "rate_budgets_merchant_id_pos_account_id_pk" PRIMARY KEY("merchant_id","pos_account_id")
);
--> statement-breakpoint
CREATE TABLE "mirror_marks" (
	"merchant_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"stock_stamp" text,
	"stock_seen_at" timestamp with time zone,
	"shops_read_at" timestamp with time zone,
	CONSTRAINT "mirror_marks_merchant_id_pos_account_id_pk" PRIMARY KEY("merchant_id","pos_account_id")
);
--> statement-breakpoint
ALTER TABLE "rate_budgets" ADD CONSTRAINT "rate_budgets_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror_marks" ADD CONSTRAINT "mirror_marks_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rate_budgets" ADD CONSTRAINT "rate_budgets_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "rate_budgets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "rate_budgets" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "rate_budgets" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
ALTER TABLE "mirror_marks" ADD CONSTRAINT "mirror_marks_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "mirror_marks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "mirror_marks" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "mirror_marks" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
