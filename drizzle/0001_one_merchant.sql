-- Every table with a merchant_id belongs to exactly one merchant: a foreign key says which, and row-level
-- security shows a session only the rows of the merchant it named ('*' for the few questions across merchants).
-- FORCE makes it hold for the owner of the tables too.
DO $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.column_name = 'merchant_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (merchant_id) REFERENCES merchants (id)', t, t || '_of_merchant');
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY one_merchant ON %I USING (current_setting(''app.merchant_id'', true) = ''*'' OR merchant_id::text = current_setting(''app.merchant_id'', true))', t);
  END LOOP;
END $$;
