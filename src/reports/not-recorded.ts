/** What stands where nobody told. */
export const NOT_RECORDED = 'not recorded';
