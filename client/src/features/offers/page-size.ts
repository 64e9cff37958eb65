export const offersPageSize = 60;
