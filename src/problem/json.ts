/** What JSON can say. The form of parameters, stored metadata, and everything parsed from text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
