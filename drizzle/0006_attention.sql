CREATE TABLE "looks" (
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"asked_at" timestamp with time zone,
	"looked_at" timestamp with time zone,
	"failed_because" text,
	"sales" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "looks_merchant_id_order_id_pk" PRIMARY KEY("merchant_id","order_id")
);
--> statement-breakpoint
CREATE TABLE "remedies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"ordinal" integer,
	"pos_account_id" uuid NOT NULL,
	"sale_id" text,
	"seen" text,
	"register_id" text,
	"payment_type_id" text,
	"amount_minor" bigint,
	"tries" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	"deadline" timestamp with time zone,
	"look_ups" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"response" jsonb,
	"because" text,
	"asked_by" jsonb NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "parts" ADD COLUMN "accepted" jsonb;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remedies" ADD CONSTRAINT "remedies_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remedies" ADD CONSTRAINT "remedies_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "looks_asked" ON "looks" USING btree ("merchant_id","asked_at") WHERE asked_at is not null;--> statement-breakpoint
CREATE INDEX "remedies_order" ON "remedies" USING btree ("merchant_id","order_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "remedies_one_open" ON "remedies" USING btree ("order_id") WHERE state in ('asked', 'sent', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "remedies_one_refund" ON "remedies" USING btree ("pos_account_id","sale_id") WHERE kind = 'refund' and state in ('asked', 'sent', 'unknown', 'done');--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "looks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "looks" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "looks" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
ALTER TABLE "remedies" ADD CONSTRAINT "remedies_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "remedies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "remedies" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "remedies" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
