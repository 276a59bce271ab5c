/** Characters that a password has at least; the server holds to the same. */
export const shortestPassword = 8;
