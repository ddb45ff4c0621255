CREATE TABLE "feed_sales" (
	"merchant_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"sale_id" text NOT NULL,
	"ticket_number" text NOT NULL,
	"reference_number" text NOT NULL,
	"reference_source" text NOT NULL,
	"shop_id" text NOT NULL,
	"state" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"refund_of" text,
	"stamp" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"unexplained_at" timestamp with time zone,
	"archiving_at" timestamp with time zone,
	CONSTRAINT "feed_sales_merchant_id_pos_account_id_sale_id_pk" PRIMARY KEY("merchant_id","pos_account_id","sale_id")
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"found" jsonb NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	CONSTRAINT "findings_merchant_id_order_id_pos_account_id_pk" PRIMARY KEY("merchant_id","order_id","pos_account_id")
);
--> statement-breakpoint
CREATE TABLE "sale_feeds" (
	"merchant_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"stamp" text,
	"reading_stamp" text,
	"reading_began_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	"asked_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"failed_because" text,
	"off_since" timestamp with time zone,
	"off_because" text,
	"restored_at" timestamp with time zone,
	CONSTRAINT "sale_feeds_merchant_id_pos_account_id_pk" PRIMARY KEY("merchant_id","pos_account_id")
);
--> statement-breakpoint
ALTER TABLE "feed_sales" ADD CONSTRAINT "feed_sales_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sale_feeds" ADD CONSTRAINT "sale_feeds_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feed_sales_source" ON "feed_sales" USING btree ("merchant_id","pos_account_id","reference_source");--> statement-breakpoint
CREATE INDEX "feed_sales_state" ON "feed_sales" USING btree ("merchant_id","pos_account_id","state");--> statement-breakpoint
CREATE INDEX "feed_sales_lines" ON "feed_sales" USING gin ("lines" jsonb_path_ops);--> statement-breakpoint
ALTER TABLE "sale_feeds" ADD CONSTRAINT "sale_feeds_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "sale_feeds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "sale_feeds" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "sale_feeds" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
ALTER TABLE "feed_sales" ADD CONSTRAINT "feed_sales_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "feed_sales" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "feed_sales" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "feed_sales" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "findings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "findings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "findings" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
