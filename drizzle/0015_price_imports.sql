-- Where imported history is from, and under which licence; the checksum of a file tells that it was imported before.
CREATE TABLE "price_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"licence" text NOT NULL,
	"sha256" text NOT NULL,
	"points" integer NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "price_imports_content_is_one" UNIQUE("sha256"),
	CONSTRAINT "price_imports_say_where_from" CHECK (trim("price_imports"."source") <> '' and trim("price_imports"."licence") <> '')
);
