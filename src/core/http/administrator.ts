/** Who writes through the admin API, as logs and histories name it. There is one token, so there is one name. */
export const ADMINISTRATOR = 'admin token';
