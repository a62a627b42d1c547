/** Who is signed in to this app: it has one user, of one organisation. Yours come from your own sign-in. */
export const CUSTOMER = { user: 'ada', email: 'ada@example.com', organization: 'acme' } as const;
