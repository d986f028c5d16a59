/** What systems and editors leave beside files: Finder its folders and forks, Office and WPS owner files. */
export const defaultExcludes = ['**/.DS_Store', '**/._*', '**/~$*']
