ALTER TABLE "orders" ADD COLUMN "left_to_person" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "awaits_transfers" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Whatever waits by now was left to a person when it was held.
SELECT set_config('app.merchant_id', '*', true);--> statement-breakpoint
UPDATE "orders" SET "left_to_person" = true WHERE "state" IN ('held', 'snoozed', 'partly-pushed', 'pushing');--> statement-breakpoint
SELECT set_config('app.merchant_id', '', true);
