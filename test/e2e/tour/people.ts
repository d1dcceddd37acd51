export type Person = { name: string; email: string; language: 'en' | 'nl'; company?: string };

export type People = ReturnType<typeof invitePeople>;

/** Makes people whose addresses are of this run alone. */
export const inviter =
  (run: string) =>
  (name: string, language: 'en' | 'nl', company?: string): Person => ({
    name,
    language,
    email: `${name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]/g, '')}.${run}@voorbeeld.example`,
    ...(company ? { company } : {}),
  });

/** Who walks through the tour of the main job. */
export function invitePeople(person: ReturnType<typeof inviter>) {
  return {
    /** Goes through all three stages, and leaves. */
    an: person('An', 'en', 'Bakkerij An'),
    /** Reads every mail of awareness and never clicks. */
    bram: person('Bram', 'nl', 'Bram & Zoon'),
    /** Asks for a demo at once. */
    chloe: person('Chloé', 'en', 'Chloé Conseil'),
    /** Clicks once and stays in engagement. */
    dirk: person('Dirk', 'en'),
    /** Wants the guide and nothing else. */
    emma: person('Emma', 'nl'),
    /** Has an address that does not exist. */
    fons: person('Fons', 'en'),
    /** Calls it spam. */
    griet: person('Griet', 'en'),
    /** Comes on the day that the copy changes. */
    hugo: person('Hugo', 'en'),
    /** A script that fills in every field. */
    robot: person('Robot', 'en'),
  };
}
