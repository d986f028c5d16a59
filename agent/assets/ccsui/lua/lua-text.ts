/** A string of Lua; what it holds may be any text of a csd. */
export function luaString (text: string): string {
  return `"${text.replace(/["\\\u0000-\u001F\u007F]/g, escaped)}"`
}

function escaped (character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  return character === '\n' ? '\\n' : `\\${character.charCodeAt(0).toString().padStart(3, '0')}`
}

/** Four decimals of the seven digits that a single float has, as Studio writes it. */
export function luaFloat (value: number): string {
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return '0.0000'
  const text = Number(single.toPrecision(7)).toFixed(4)
  return text === '-0.0000' ? '0.0000' : text
}

export function luaSize (width: number, height: number): string {
  return `{width = ${luaFloat(width)}, height = ${luaFloat(height)}}`
}

export function luaColor (
  [alpha = 255, red = 255, green = 255, blue = 255]: number[],
  withAlpha = false
): string {
  return `{r = ${red}, g = ${green}, b = ${blue}${withAlpha ? `, a = ${alpha}` : ''}}`
}

/** Keywords, and what the script itself names or asks of the engine. */
const reserved =
  `and break do else elseif end false for function goto if in local nil not or repeat return then
  true until while layout innerCSD innerProject localFrame localTimeline localAudio localAnimation extension
  Result result luaExtend nodes cc ccs ccui require callBackProvider setmetatable`

/**
 * Variables of a script by the names of nodes, each of its own: names may be no identifiers, and a node and
 * its child may share one. A function of Lua has no more than 200, so the later ones lie in a table.
 */
export class LuaVariables {
  readonly #taken = new Set(reserved.split(/\s+/))
  #locals = 0

  /** How to declare it, and how to name it from then on. */
  add (name: string): { declaration: string, variable: string } {
    const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_')
    let variable = plain
    for (let count = 2; this.#taken.has(variable); count++) variable = `${plain}_${count}`
    this.#taken.add(variable)
    if (++this.#locals <= mostLocals) return { declaration: `local ${variable}`, variable }
    const kept = `nodes.${variable}`
    return { declaration: kept, variable: kept }
  }
}

/** Timelines and the script's own come besides. */
const mostLocals = 150
