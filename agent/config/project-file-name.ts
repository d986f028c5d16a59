/** Apart from its reader: who only looks for a project need not load that. */
export const projectFileName = 'packline.json'
