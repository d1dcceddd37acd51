/** The hidden field by which our own page says whether it `asked` about a mistyped domain, or is yet to `ask`. */
export const ADDRESS_CHECK = '_address_check';
