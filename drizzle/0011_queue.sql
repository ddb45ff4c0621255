CREATE TABLE "order_words" (
	"merchant_id" uuid NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"order_id" uuid NOT NULL,
	CONSTRAINT "order_words_merchant_id_word_order_id_pk" PRIMARY KEY("merchant_id","word","order_id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"shared" boolean NOT NULL,
	"view" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "saved_views_name" UNIQUE("merchant_id","owner_id","name")
);
--> statement-breakpoint
ALTER TABLE "order_words" ADD CONSTRAINT "order_words_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_merchant_id_owner_id_memberships_merchant_id_user_id_fk" FOREIGN KEY ("merchant_id","owner_id") REFERENCES "public"."memberships"("merchant_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_words_order" ON "order_words" USING btree ("merchant_id","order_id");--> statement-breakpoint
CREATE INDEX "orders_needs_action" ON "orders" USING btree ("merchant_id","woken" DESC,"received_at","id") WHERE state in ('held', 'partly-pushed');--> statement-breakpoint
CREATE INDEX "orders_ready" ON "orders" USING btree ("merchant_id","woken" DESC,"received_at","id") WHERE ready;--> statement-breakpoint
CREATE INDEX "orders_closed" ON "orders" USING btree ("merchant_id","received_at","id") WHERE state in ('voided', 'cancelled', 'not-routed');--> statement-breakpoint
CREATE INDEX "orders_received" ON "orders" USING btree ("merchant_id","received_at","id");--> statement-breakpoint
CREATE INDEX "parts_ticket" ON "parts" USING btree ("merchant_id","ticket_number");--> statement-breakpoint
ALTER TABLE "order_words" ADD CONSTRAINT "order_words_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "order_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "order_words" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "order_words" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "saved_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "saved_views" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "saved_views" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));--> statement-breakpoint
-- Orders that are there already are found by their words as well; without the removal of accents, which their next change makes good.
SELECT set_config('app.merchant_id', '*', true);--> statement-breakpoint
INSERT INTO "order_words" ("merchant_id", "word", "order_id")
SELECT DISTINCT o."merchant_id", left(piece, 64), o."id"
FROM "orders" o
CROSS JOIN LATERAL (
  SELECT lower(o."number") AS text
  UNION ALL SELECT lower(o."snapshot" #>> '{customer,name}')
  UNION ALL SELECT lower(o."snapshot" #>> '{customer,email}')
  UNION ALL SELECT lower(line ->> 'sku') FROM jsonb_array_elements(o."snapshot" -> 'lines') line
) texts
CROSS JOIN LATERAL (
  SELECT ltrim(word, '#') AS piece FROM regexp_split_to_table(text, '\s+') word
  UNION ALL SELECT part FROM regexp_split_to_table(text, '[^[:alnum:]]+') part
) pieces
WHERE piece <> ''
ON CONFLICT DO NOTHING;--> statement-breakpoint
SELECT set_config('app.merchant_id', '', true);