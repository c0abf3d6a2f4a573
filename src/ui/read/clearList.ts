/** Photos taken out of the list; how is loaded when it is asked for. */
const takeOut = () => import('./takeOut.ts');

/** Clears the list, if there is one. */
export const clearList = () => void takeOut().then((all) => all.clearList());

/** Takes the selected photo out. */
export const removeSelected = () => void takeOut().then((all) => all.removePhoto());
