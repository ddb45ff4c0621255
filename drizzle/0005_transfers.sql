CREATE TABLE "arrivals" (
	"merchant_id" uuid NOT NULL,
	"transfer_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"units" integer NOT NULL,
	CONSTRAINT "arrivals_merchant_id_transfer_id_item_id_pk" PRIMARY KEY("merchant_id","transfer_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "transfer_attempts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"transfer_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"request_hash" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"look_ups" integer DEFAULT 0 NOT NULL,
	"next_look_up_at" timestamp with time zone,
	"response" jsonb,
	"settled_at" timestamp with time zone,
	CONSTRAINT "transfer_attempts_n" UNIQUE("transfer_id","n")
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"part_id" uuid NOT NULL,
	"from_store_id" uuid NOT NULL,
	"to_store_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"state" text NOT NULL,
	"items" jsonb NOT NULL,
	"note" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"asked_by" jsonb,
	"asked_at" timestamp with time zone,
	"external_id" text,
	"filled" boolean DEFAULT false NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"because" text,
	"stock_before" jsonb,
	"left_at_send" boolean,
	"seen_stamp" text DEFAULT '' NOT NULL,
	"look_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"state_changed_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "transfers_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "transfers_ordinal" UNIQUE("order_id","ordinal"),
	CONSTRAINT "transfers_note" UNIQUE("pos_account_id","note"),
	CONSTRAINT "transfers_external" UNIQUE("pos_account_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_merchant_id_store_id_stores_merchant_id_id_fk" FOREIGN KEY ("merchant_id","store_id") REFERENCES "public"."stores"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_merchant_id_item_id_items_merchant_id_id_fk" FOREIGN KEY ("merchant_id","item_id") REFERENCES "public"."items"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_attempts" ADD CONSTRAINT "transfer_attempts_merchant_id_transfer_id_transfers_merchant_id_id_fk" FOREIGN KEY ("merchant_id","transfer_id") REFERENCES "public"."transfers"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_merchant_id_part_id_parts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","part_id") REFERENCES "public"."parts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_merchant_id_from_store_id_stores_merchant_id_id_fk" FOREIGN KEY ("merchant_id","from_store_id") REFERENCES "public"."stores"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_merchant_id_to_store_id_stores_merchant_id_id_fk" FOREIGN KEY ("merchant_id","to_store_id") REFERENCES "public"."stores"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "arrivals_item" ON "arrivals" USING btree ("merchant_id","item_id","store_id");--> statement-breakpoint
CREATE UNIQUE INDEX "transfer_attempts_one_open" ON "transfer_attempts" USING btree ("transfer_id") WHERE state in ('sent', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_one_live" ON "transfers" USING btree ("part_id","from_store_id") WHERE state in ('proposed', 'creating', 'open', 'sent');--> statement-breakpoint
CREATE INDEX "transfers_state" ON "transfers" USING btree ("merchant_id","state","created_at","id");--> statement-breakpoint
CREATE INDEX "transfers_order" ON "transfers" USING btree ("merchant_id","order_id");--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "transfers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "transfers" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "transfers" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
--> statement-breakpoint
ALTER TABLE "transfer_attempts" ADD CONSTRAINT "transfer_attempts_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "transfer_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "transfer_attempts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "transfer_attempts" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "arrivals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "arrivals" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "arrivals" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
