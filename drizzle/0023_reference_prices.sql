-- What large clouds ask for the same GPUs, so that savings are a difference of two prices that can both be looked up. Every row
-- says where it was read and when; a node's price stands beside that of one GPU of it, and the table holds them to each other.
CREATE TABLE "reference_prices" (
	"cloud" text NOT NULL,
	"sku" text NOT NULL,
	"region" text NOT NULL,
	"pricing" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_socket" text NOT NULL,
	"vram_gb" double precision NOT NULL,
	"gpus_in_node" integer NOT NULL,
	"price_per_node_hour" bigint NOT NULL,
	"price_per_gpu_hour" bigint NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"effective_until" timestamp (3) with time zone,
	"source" text NOT NULL,
	"read_on" date NOT NULL,
	CONSTRAINT "reference_prices_cloud_sku_region_pricing_effective_from_pk" PRIMARY KEY("cloud","sku","region","pricing","effective_from"),
	CONSTRAINT "reference_prices_cloud_is_known" CHECK ("reference_prices"."cloud" in ('aws', 'gcp', 'azure')),
	CONSTRAINT "reference_prices_pricing_is_known" CHECK ("reference_prices"."pricing" in ('on_demand', 'one_year', 'spot')),
	CONSTRAINT "reference_prices_are_prices" CHECK ("reference_prices"."price_per_node_hour" > 0 and "reference_prices"."gpus_in_node" > 0 and "reference_prices"."vram_gb" > 0),
	CONSTRAINT "reference_prices_are_of_one_gpu" CHECK (abs("reference_prices"."price_per_gpu_hour" * "reference_prices"."gpus_in_node" - "reference_prices"."price_per_node_hour") * 2 <= "reference_prices"."gpus_in_node"),
	CONSTRAINT "reference_prices_go_forward" CHECK ("reference_prices"."effective_until" > "reference_prices"."effective_from")
);
--> statement-breakpoint
-- What could be read with the machine, the region, the kind and the day beside the price; where only the day is known on which it
-- was so, it holds from that day. Whoever runs Berth imports what the clouds themselves say.
INSERT INTO "reference_prices" ("cloud", "sku", "region", "pricing", "gpu_model", "gpu_socket", "vram_gb", "gpus_in_node", "price_per_node_hour", "price_per_gpu_hour", "effective_from", "effective_until", "source", "read_on") VALUES
	('aws', 'p5.48xlarge', 'us-east-1', 'on_demand', 'H100', 'SXM', 80, 8, 98320000, 12290000, '2023-07-27T00:00:00Z', '2025-06-05T00:00:00Z', 'Berth issue 6: $98.32 until 2025-06-04; on sale since nextplatform.com wrote of its prices on 2023-07-27', '2026-11-26'),
	('aws', 'p5.48xlarge', 'us-east-1', 'on_demand', 'H100', 'SXM', 80, 8, 55040000, 6880000, '2025-06-05T00:00:00Z', NULL, 'Berth issue 6: $55.04 from 2025-06-05; still so in github.com/datareceipts/data-receipts, 109-gpu-pricing, of 2026-11-09', '2026-11-26'),
	('aws', 'p5en.48xlarge', 'us-east-1', 'on_demand', 'H200', 'SXM', 141, 8, 63296000, 7912000, '2026-08-06T00:00:00Z', NULL, 'github.com/dstackai/dstack/pull/4110 of 2026-08-06, as AWS listed it', '2026-11-26'),
	('aws', 'p4d.24xlarge', 'us-east-1', 'on_demand', 'A100', 'SXM', 40, 8, 21957642, 2744705, '2026-11-09T00:00:00Z', NULL, 'github.com/datareceipts/data-receipts, 109-gpu-pricing/hyperscalers.json, retrieved 2026-11-09', '2026-11-26'),
	('aws', 'p4de.24xlarge', 'us-east-1', 'on_demand', 'A100', 'SXM', 80, 8, 27447050, 3430881, '2026-11-09T00:00:00Z', NULL, 'github.com/datareceipts/data-receipts, 109-gpu-pricing/hyperscalers.json, retrieved 2026-11-09', '2026-11-26'),
	('azure', 'Standard_NC24ads_A100_v4', 'eastus', 'on_demand', 'A100', 'PCIe', 80, 1, 3673000, 3673000, '2026-11-09T00:00:00Z', NULL, 'github.com/datareceipts/data-receipts, 109-gpu-pricing/hyperscalers.json, retrieved 2026-11-09', '2026-11-26'),
	('azure', 'Standard_NC40ads_H100_v5', 'eastus', 'on_demand', 'H100', 'NVL', 94, 1, 6980000, 6980000, '2026-11-09T00:00:00Z', NULL, 'github.com/datareceipts/data-receipts, 109-gpu-pricing/hyperscalers.json, retrieved 2026-11-09', '2026-11-26'),
	('azure', 'Standard_ND96isr_H100_v5', 'eastus', 'on_demand', 'H100', 'SXM', 80, 8, 98320000, 12290000, '2026-11-09T00:00:00Z', NULL, 'github.com/datareceipts/data-receipts, 109-gpu-pricing/README.md: $12.29 for a GPU, retrieved 2026-11-09 as its other rows of eastus', '2026-11-26'),
	('gcp', 'a3-highgpu-8g', 'us-central1', 'on_demand', 'H100', 'SXM', 80, 8, 88490000, 11061250, '2024-11-07T00:00:00Z', NULL, 'github.com/Cyclenerd/google-cloud-pricing-cost-calculator, pricing.yml of 2024-11-07, with its local disks', '2026-11-26'),
	('gcp', 'a2-highgpu-1g', 'us-central1', 'on_demand', 'A100', 'SXM', 40, 1, 3673385, 3673385, '2024-11-07T00:00:00Z', NULL, 'github.com/Cyclenerd/google-cloud-pricing-cost-calculator, pricing.yml of 2024-11-07 and, the same, of 2025-03-06', '2026-11-26');
