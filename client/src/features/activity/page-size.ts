export const activityPageSize = 50;
