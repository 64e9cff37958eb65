export { makeThreadedForecaster } from "./forecaster.ts";
export { forgetForecasts } from "./forget.ts";
export { forecastLoops, type ForecastWork } from "./loops.ts";
