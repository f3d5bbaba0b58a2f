import { AREA_MEMBERS } from "./areas.ts";
import { alone, type Member } from "./combine/panel.ts";
import { FIELD } from "./field-member.ts";
import { ARIMA_011, DRIFT, EXPONENTIAL_SMOOTHING, LAST_VALUE, SEASONAL_NAIVE } from "./forecasters.ts";

/**
 * The forecasters that are combined, for a national series and for a count by area. The first is the baseline. A row here
 * is all that a new forecaster needs: it is weighed by its past score from then on.
 */
export const MEMBERS: { nation: readonly Member[]; areas: readonly Member[] } = {
  nation: [...[SEASONAL_NAIVE, LAST_VALUE, DRIFT, EXPONENTIAL_SMOOTHING, ARIMA_011].map(alone), FIELD],
  areas: [...AREA_MEMBERS, FIELD],
};
