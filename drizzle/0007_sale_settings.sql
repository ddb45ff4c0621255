ALTER TABLE "pos_accounts" ADD COLUMN "settings_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pos_accounts" ADD COLUMN "choices" jsonb;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "registers" jsonb DEFAULT '[]'::jsonb NOT NULL;