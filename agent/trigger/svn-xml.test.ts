import t from 'tap'
import { readSvnLog, readSvnSummary } from './svn-xml.js'

// As svn 1.14 writes it: attributes one a line, `&`, `<`, `>` and carriage returns escaped.
const log = `<?xml version="1.0" encoding="UTF-8"?>
<log>
<logentry
   revision="12">
<author>lin</author>
<date>2026-01-02T03:04:05.678901Z</date>
<paths>
<path
   text-mods="true"
   kind="file"
   action="M"
   prop-mods="false">/dk/trunk/art/a &amp; &lt;b&gt;/按钮.png</path>
<path
   kind="dir"
   copyfrom-path="/dk/trunk/old"
   copyfrom-rev="11"
   action="A"
   prop-mods="false"
   text-mods="false">/dk/trunk/new</path>
<path
   kind="dir"
   action="D"
   prop-mods="false"
   text-mods="false">/dk/trunk/gone</path>
<path
   kind="dir"
   action="A"
   prop-mods="false"
   text-mods="false">/dk/trunk/empty</path>
</paths>
<msg> 修复&lt;/msg&gt;&lt;path&gt;&#13;
two lines
</msg>
</logentry>
<logentry
   revision="11">
<paths>
</paths>
<msg></msg>
</logentry>
</log>
`

t.test('a log tells message and paths as they were, and where a whole folder changed', async t => {
  t.same(readSvnLog(Buffer.from(log)), [
    {
      id: '12',
      message: '修复</msg><path>\r\ntwo lines',
      changed: [
        { path: '/dk/trunk/art/a & <b>/按钮.png', isTree: false },
        { path: '/dk/trunk/new', isTree: true },
        { path: '/dk/trunk/gone', isTree: true },
        { path: '/dk/trunk/empty', isTree: false }
      ]
    },
    { id: '11', message: '', changed: [] }
  ])
})

t.test('a summary of differences is a list of addresses', async t => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<diff>
<paths>
<path
   item="added"
   props="none"
   kind="file">https://svn.example/dk/trunk/a%20b&amp;c.png</path>
</paths>
</diff>
`
  t.same(readSvnSummary(Buffer.from(xml)), ['https://svn.example/dk/trunk/a%20b&c.png'])
})

t.test('an answer that was cut off is an error, not a shorter log', async t => {
  t.throws(() => readSvnLog(Buffer.from(log.slice(0, -20))), {
    name: 'XmlError',
    problem: { kind: 'truncated' }
  })
  t.throws(() => readSvnLog(Buffer.from('')), { name: 'XmlError', problem: { kind: 'not-xml' } })
})
