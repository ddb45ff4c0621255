ALTER TABLE "audit_entries" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "policy_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("merchant_id","subject","at");--> statement-breakpoint
CREATE UNIQUE INDEX "policies_one_draft" ON "policies" USING btree ("integration_id") WHERE status = 'draft';--> statement-breakpoint
CREATE INDEX "orders_channel" ON "orders" USING btree ("merchant_id","integration_id","received_at");