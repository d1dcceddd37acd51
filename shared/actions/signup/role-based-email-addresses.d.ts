declare module 'role-based-email-addresses' {
  /** Local parts, in lower case. */
  const roles: string[];
  export default roles;
}
