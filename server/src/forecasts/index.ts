export { costForecast } from "./cost-forecast.ts";
export { findBestWindows } from "./find-best-windows.ts";
export { NotEnoughHistory } from "./refusals.ts";
export { gpuOf } from "./schedule-flexible-job.ts";
export { type JobRow, listJobs, readJobs } from "./store/flexible-jobs.ts";
export { makeThreadedForecaster } from "./forecaster.ts";
export { forgetForecasts } from "./forget.ts";
export { forecastLoops, type ForecastWork } from "./loops.ts";
