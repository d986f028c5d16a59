import t from 'tap'
import { PacklineError } from '../errors.js'
import { parseProjectFile } from './project-file.js'
import type { Rule } from './rule-schema.js'

type Variant = { [R in Rule as `${R['processor']} ${R['tool']}`]: true }

/** The processor and tool of every member of the union: the compiler wants all of them here, and no other. */
const variants: Variant = {
  'atlas embedded': true,
  'atlas texturepacker': true,
  'ccsui embedded': true,
  'ccsui ccsuiexporter': true,
  'ccsui cocos-tool': true,
  'cocos-publish embedded': true,
  'image embedded': true,
  'copy embedded': true
}

function parseRule (processor: string, tool: string): Rule | undefined {
  const document = { project: 'dk', assets: { rules: [{ name: 'a', processor, tool, include: ['x'] }] } }
  return parseProjectFile('packline.json', Buffer.from(JSON.stringify(document))).assets.rules[0]
}

t.test('the schema takes exactly the processors and tools that the type of a rule has', async t => {
  for (const processor of ['atlas', 'ccsui', 'image', 'copy']) {
    for (const tool of ['embedded', 'texturepacker', 'ccsuiexporter', 'cocos-tool']) {
      if (`${processor} ${tool}` in variants) t.match(parseRule(processor, tool), { processor, tool })
      else t.throws(() => parseRule(processor, tool), PacklineError, `${processor} with ${tool}`)
    }
  }
})

t.test('the defaults of a rule are those of its processor and tool', async t => {
  const optionNames = (processor: string, tool: string) =>
    Object.keys(parseRule(processor, tool)?.options ?? {})
  t.same(optionNames('copy', 'embedded'), [])
  t.ok(optionNames('atlas', 'embedded').includes('layout'))
  t.notOk(optionNames('atlas', 'texturepacker').includes('layout'))
  t.ok(optionNames('atlas', 'texturepacker').includes('multipack'))
  t.notOk(optionNames('ccsui', 'embedded').includes('toolTimeoutMs'))
  t.ok(optionNames('ccsui', 'ccsuiexporter').includes('toolTimeoutMs'))
  t.same(optionNames('ccsui', 'cocos-tool').sort(), [
    'checkReferences',
    'external',
    'reportDependencies',
    'searchPaths',
    'toolTimeoutMs'
  ])
})
