CREATE TABLE "comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lookers" (
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lookers_merchant_id_order_id_user_id_pk" PRIMARY KEY("merchant_id","order_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "snoozed_for_stock" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "woken" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "assignee_id" text;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lookers" ADD CONSTRAINT "lookers_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comments_order" ON "comments" USING btree ("merchant_id","order_id","at");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_merchant_id_assignee_id_memberships_merchant_id_user_id_fk" FOREIGN KEY ("merchant_id","assignee_id") REFERENCES "public"."memberships"("merchant_id","user_id") ON DELETE set null ("assignee_id") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "orders_snoozed" ON "orders" USING btree ("merchant_id","snoozed_until") WHERE state = 'snoozed';--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "comments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "comments" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "comments" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
ALTER TABLE "lookers" ADD CONSTRAINT "lookers_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "lookers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "lookers" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "lookers" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));