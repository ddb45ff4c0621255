-- Rows of before were told by now at the latest.
ALTER TABLE "feed_sales" ADD COLUMN "told_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "feed_sales" ALTER COLUMN "told_at" DROP DEFAULT;
