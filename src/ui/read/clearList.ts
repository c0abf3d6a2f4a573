/** Clears the list, if there is one; loaded when it is asked for. */
export const clearList = () => void import('./takeOut.ts').then((all) => all.clearList());
