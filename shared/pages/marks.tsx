/** A seedling: our sign for something that begins. */
export const Sprout = () => (
  <svg class="sprout" viewBox="5 5 39 39" fill="currentColor" aria-hidden="true" focusable="false">
    <path d="M24 43V22" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />
    <path d="M24 24C24 13 32 6 43 6c0 11-7 18-19 18z" />
    <path d="M24 33C24 24 17 18 6 18c0 9 7 15 18 15z" opacity=".62" />
  </svg>
);

/** Where each leaf of the branch sits, how it is turned and how large it is. */
const leaves = [
  [52, 148, 30, 1],
  [60, 141, -64, 1],
  [112, 112, 20, 1.06],
  [122, 106, -72, 1.04],
  [178, 84, 12, 1],
  [190, 80, -80, 0.96],
  [244, 66, 6, 0.86],
  [256, 64, -84, 0.8],
  [306, 58, -2, 0.66],
  [316, 57, -78, 0.6],
  [352, 55, -38, 0.6],
];

/** A branch that fills the quiet half of a wide page. */
export const Branch = () => (
  <svg class="branch" viewBox="0 0 400 190" fill="currentColor" aria-hidden="true" focusable="false">
    <path
      d="M6 184C80 118 190 62 356 54"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      opacity=".45"
    />
    {leaves.map(([x, y, turn, size], index) => (
      <path
        d="M0 0C10-16 34-22 60-10 44 10 18 14 0 0z"
        transform={`translate(${x} ${y}) rotate(${turn}) scale(${size})`}
        opacity={index % 2 === 0 ? '.16' : '.26'}
      />
    ))}
  </svg>
);

export const Tick = () => (
  <svg viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false">
    <path
      d="M4 10.5l4.2 4.2L16.2 6"
      stroke="currentColor"
      stroke-width="2.4"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);

/** The seedling as an icon, in the page itself. */
export const iconUrl =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 48 48%22 fill=%22%232c6a45%22%3E' +
  '%3Cpath d=%22M22.7 44V22h2.6v22z%22/%3E%3Cpath d=%22M24 24C24 13 32 6 43 6c0 11-7 18-19 18z%22/%3E' +
  '%3Cpath d=%22M24 33C24 24 17 18 6 18c0 9 7 15 18 15z%22/%3E%3C/svg%3E';
