CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"what" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"merchant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"store_ids" uuid[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "memberships_merchant_id_user_id_pk" PRIMARY KEY("merchant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "merchants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_requests" (
	"email_hash" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sign_in_requests_email_hash_hour_pk" PRIMARY KEY("email_hash","hour")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified" timestamp with time zone,
	"image" text,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_tokens_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"order_id" uuid,
	"recipients" text[] NOT NULL,
	"message" jsonb,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"topic" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"because" text,
	"order_id" uuid,
	"settled_at" timestamp with time zone,
	CONSTRAINT "deliveries_dedupe" UNIQUE("integration_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "integrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"platform" text NOT NULL,
	"secrets" text[] NOT NULL,
	"settings" jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "integrations_key_unique" UNIQUE("key"),
	CONSTRAINT "integrations_merchant" UNIQUE("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policies_version" UNIQUE("integration_id","version")
);
--> statement-breakpoint
CREATE TABLE "worker_beats" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reach" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"part_id" uuid NOT NULL,
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
	CONSTRAINT "attempts_n" UNIQUE("part_id","n")
);
--> statement-breakpoint
CREATE TABLE "history" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" jsonb NOT NULL,
	"kind" text NOT NULL,
	"before" text,
	"after" text,
	"part_ordinal" integer,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"number" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"attention" text,
	"snapshot" jsonb NOT NULL,
	"snapshot_at" timestamp with time zone NOT NULL,
	"total_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"units_to_ship" integer NOT NULL,
	"hold_reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"changed_upstream" text,
	"ready" boolean DEFAULT false NOT NULL,
	"current_plan_id" uuid,
	"send_after" timestamp with time zone,
	"stock_unknown_since" timestamp with time zone,
	"closed_because" jsonb,
	"placed_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"state_changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "orders_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "orders_external" UNIQUE("integration_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "parts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"reference_number" text NOT NULL,
	"reference_source" text NOT NULL,
	"state" text NOT NULL,
	"lines" jsonb NOT NULL,
	"money" jsonb NOT NULL,
	"oversold" boolean NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"sale_id" text,
	"ticket_number" text,
	"refused_because" text,
	"created_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	CONSTRAINT "parts_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "parts_ordinal" UNIQUE("order_id","ordinal"),
	CONSTRAINT "parts_reference" UNIQUE("pos_account_id","reference_source","reference_number"),
	CONSTRAINT "parts_sale" UNIQUE("pos_account_id","sale_id")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"policy_version" integer NOT NULL,
	"request" jsonb NOT NULL,
	"decision" jsonb NOT NULL,
	"hash" text NOT NULL,
	"decided_by" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "plans_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "plans_revision" UNIQUE("order_id","revision")
);
--> statement-breakpoint
CREATE TABLE "pos_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"series" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"access_token" text NOT NULL,
	"refresh_token" text NOT NULL,
	"access_token_expires_at" timestamp with time zone NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pos_accounts_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "pos_accounts_external" UNIQUE("series","external_id")
);
--> statement-breakpoint
CREATE TABLE "item_links" (
	"merchant_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "item_links_merchant_id_item_id_pos_account_id_pk" PRIMARY KEY("merchant_id","item_id","pos_account_id"),
	CONSTRAINT "item_links_external" UNIQUE("pos_account_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"counts_stock" boolean NOT NULL,
	CONSTRAINT "items_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "items_code" UNIQUE("merchant_id","code")
);
--> statement-breakpoint
CREATE TABLE "promises" (
	"merchant_id" uuid NOT NULL,
	"part_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"units" integer NOT NULL,
	"completed_at" timestamp with time zone,
	CONSTRAINT "promises_merchant_id_part_id_item_id_pk" PRIMARY KEY("merchant_id","part_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "stock_levels" (
	"merchant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"qoh" integer NOT NULL,
	"sellable" integer NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stock_levels_merchant_id_item_id_store_id_pk" PRIMARY KEY("merchant_id","item_id","store_id")
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"pos_account_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"address" jsonb NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"time_zone" text NOT NULL,
	"register_id" text,
	"register_state" text NOT NULL,
	"priority" integer NOT NULL,
	"safety_stock" integer DEFAULT 0 NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stores_merchant" UNIQUE("merchant_id","id"),
	CONSTRAINT "stores_external" UNIQUE("pos_account_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_merchant_id_integration_id_integrations_merchant_id_id_fk" FOREIGN KEY ("merchant_id","integration_id") REFERENCES "public"."integrations"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_merchant_id_integration_id_integrations_merchant_id_id_fk" FOREIGN KEY ("merchant_id","integration_id") REFERENCES "public"."integrations"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_merchant_id_part_id_parts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","part_id") REFERENCES "public"."parts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_merchant_id_integration_id_integrations_merchant_id_id_fk" FOREIGN KEY ("merchant_id","integration_id") REFERENCES "public"."integrations"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parts" ADD CONSTRAINT "parts_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parts" ADD CONSTRAINT "parts_merchant_id_plan_id_plans_merchant_id_id_fk" FOREIGN KEY ("merchant_id","plan_id") REFERENCES "public"."plans"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parts" ADD CONSTRAINT "parts_merchant_id_store_id_stores_merchant_id_id_fk" FOREIGN KEY ("merchant_id","store_id") REFERENCES "public"."stores"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parts" ADD CONSTRAINT "parts_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_merchant_id_order_id_orders_merchant_id_id_fk" FOREIGN KEY ("merchant_id","order_id") REFERENCES "public"."orders"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_links" ADD CONSTRAINT "item_links_merchant_id_item_id_items_merchant_id_id_fk" FOREIGN KEY ("merchant_id","item_id") REFERENCES "public"."items"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_links" ADD CONSTRAINT "item_links_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_merchant_id_store_id_stores_merchant_id_id_fk" FOREIGN KEY ("merchant_id","store_id") REFERENCES "public"."stores"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_merchant_id_item_id_items_merchant_id_id_fk" FOREIGN KEY ("merchant_id","item_id") REFERENCES "public"."items"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_merchant_id_store_id_stores_merchant_id_id_fk" FOREIGN KEY ("merchant_id","store_id") REFERENCES "public"."stores"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_merchant_id_item_id_items_merchant_id_id_fk" FOREIGN KEY ("merchant_id","item_id") REFERENCES "public"."items"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stores" ADD CONSTRAINT "stores_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("merchant_id","at");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "outbox_order" ON "outbox" USING btree ("merchant_id","order_id");--> statement-breakpoint
CREATE INDEX "outbox_state" ON "outbox" USING btree ("merchant_id","state","created_at");--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "deliveries" USING btree ("merchant_id","state","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "policies_one_live" ON "policies" USING btree ("integration_id") WHERE status = 'live';--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_one_open" ON "attempts" USING btree ("part_id") WHERE state in ('sent', 'unknown');--> statement-breakpoint
CREATE INDEX "history_order" ON "history" USING btree ("merchant_id","order_id","id");--> statement-breakpoint
CREATE INDEX "orders_state" ON "orders" USING btree ("merchant_id","state","received_at","id");--> statement-breakpoint
CREATE INDEX "orders_number" ON "orders" USING btree ("merchant_id","number");--> statement-breakpoint
CREATE INDEX "orders_attention" ON "orders" USING btree ("merchant_id","received_at") WHERE attention is not null;--> statement-breakpoint
CREATE INDEX "parts_unfinished" ON "parts" USING btree ("merchant_id","state") WHERE state not in ('completed', 'abandoned');--> statement-breakpoint
CREATE INDEX "pos_accounts_by_merchant" ON "pos_accounts" USING btree ("merchant_id");--> statement-breakpoint
CREATE INDEX "promises_item" ON "promises" USING btree ("merchant_id","item_id","store_id");