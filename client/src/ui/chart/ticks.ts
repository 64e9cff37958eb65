export interface Ticks {
  values: number[];
  /** Places after the point that tell neighbours apart. */
  places: number;
}

/** About so many round values of a scale, none outside it. */
export function roundTicks(min: number, max: number, about: number): Ticks {
  if (!(max > min) || about < 1) return { values: [min], places: placesOf(min) };
  const rough = (max - min) / about;
  const power = Math.floor(Math.log10(rough));
  const unit = 10 ** power;
  const factor = [1, 2, 5, 10].find((each) => each * unit >= rough * 0.999) ?? 10;
  const places = Math.max(0, factor === 10 ? -power - 1 : -power);
  const step = factor * unit;
  const values: number[] = [];
  for (let count = Math.ceil(min / step - 1e-9); count * step <= max + step * 1e-9; count++) {
    values.push(Number((count * step).toFixed(places)));
  }
  return { values, places };
}

function placesOf(value: number): number {
  return value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
}
