/** The role that the running program works as. It may read and write rows, and nothing else. */
export const APP_ROLE = "berth_app";
