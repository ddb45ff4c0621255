CREATE TABLE "pos_connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"merchant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"state_hash" text NOT NULL,
	"state" text NOT NULL,
	"verifier" text NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"tokens" text DEFAULT '' NOT NULL,
	"external_id" text,
	"pos_account_id" uuid,
	"because" text,
	"created_at" timestamp with time zone NOT NULL,
	"code_received_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "pos_connections_state_hash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
ALTER TABLE "pos_accounts" ADD COLUMN "tokens_renewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pos_accounts" ADD COLUMN "refresh_not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pos_accounts" ADD COLUMN "connected_by" text;--> statement-breakpoint
ALTER TABLE "pos_accounts" ADD COLUMN "connected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pos_connections" ADD CONSTRAINT "pos_connections_merchant_id_pos_account_id_pos_accounts_merchant_id_id_fk" FOREIGN KEY ("merchant_id","pos_account_id") REFERENCES "public"."pos_accounts"("merchant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pos_connections_by_merchant" ON "pos_connections" USING btree ("merchant_id","created_at");--> statement-breakpoint
ALTER TABLE "pos_connections" ADD CONSTRAINT "pos_connections_of_merchant" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id");--> statement-breakpoint
ALTER TABLE "pos_connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "pos_connections" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_merchant ON "pos_connections" USING (current_setting('app.merchant_id', true) = '*' OR merchant_id::text = current_setting('app.merchant_id', true));
