/** The file of the first object that a message names, before it. */
export function withFile (said: string, files: Readonly<Record<string, string>>): string {
  for (const [title, file] of Object.entries(files)) {
    const [kind = '', name = ''] = title.split(' ')
    const isOnly = Object.keys(files).filter(each => each.startsWith(`${kind} `)).length === 1
    const isNamed = isOnly && said.includes(`ValidationError(${kind}`) ||
      said.includes(`${kind} "${name}" is invalid`) ||
      new RegExp(`/${escaped(name)}; [^)]*Kind=${escaped(kind)}\\)|^${escaped(kind)} ${escaped(name)} `, 'm')
        .test(said)
    if (isNamed && file !== '') return `${file}: ${said}`
  }
  return said
}

function escaped (text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
