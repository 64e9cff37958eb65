/** Where machines stand, how common that is, and what power and rent do to the price there. */
export interface Place {
  /** As rows say it: "Texas, US". The field machines leave empty is kept apart, in the machine. */
  name: string;
  country: string;
  weight: number;
  priceFactor: number;
}

const at = (name: string, weight: number, priceFactor: number): Place => ({
  name,
  country: name.slice(-2),
  weight,
  priceFactor,
});

export const places: readonly Place[] = [
  at("Texas, US", 9, 0.97),
  at("California, US", 8, 1.08),
  at("Washington, US", 5, 0.98),
  at("Utah, US", 4, 0.95),
  at("New York, US", 4, 1.07),
  at("Virginia, US", 4, 1.02),
  at("North Carolina, US", 3, 0.98),
  at("Illinois, US", 3, 1.0),
  at("Quebec, CA", 5, 0.92),
  at("British Columbia, CA", 3, 0.96),
  at("Norway, NO", 5, 0.9),
  at("Sweden, SE", 5, 0.92),
  at("Finland, FI", 3, 0.93),
  at("Iceland, IS", 3, 0.94),
  at("Czechia, CZ", 5, 0.96),
  at("Poland, PL", 4, 0.95),
  at("Germany, DE", 4, 1.1),
  at("France, FR", 4, 1.03),
  at("Netherlands, NL", 4, 1.06),
  at("United Kingdom, GB", 4, 1.12),
  at("Spain, ES", 2, 1.02),
  at("Bulgaria, BG", 4, 0.9),
  at("Romania, RO", 2, 0.91),
  at("Hungary, HU", 2, 0.94),
  at("Ukraine, UA", 2, 0.88),
  at("Estonia, EE", 1, 0.97),
  at("Japan, JP", 4, 1.15),
  at("South Korea, KR", 4, 1.05),
  at("Taiwan, TW", 4, 1.0),
  at("Vietnam, VN", 3, 0.87),
  at("Thailand, TH", 2, 0.93),
  at("India, IN", 3, 0.96),
  at("Australia, AU", 2, 1.18),
  at("Brazil, BR", 2, 1.13),
  at("South Africa, ZA", 1, 1.09),
];
