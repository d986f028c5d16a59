import t from 'tap'
import { cutTo, displayWidth, padTo } from './columns.js'
import { tableLines } from './table.js'

t.test('columns line up whatever the language', async t => {
  t.same(tableLines([['机器', '等级', ''], ['mac-02', '良好', 'x'], ['打包机-1', 'ok']]), [
    '机器      等级',
    'mac-02    良好  x',
    '打包机-1  ok'
  ])
  t.same(tableLines([]), [])
  t.equal(padTo('图集', 6), '图集  ')
  t.equal(padTo('longer', 2), 'longer')
})

t.test('what is cut never takes more than its columns, and splits no character', async t => {
  for (
    const text of [
      '2 秒：267 个文件，0 个操作完成，正在运行 ui/按钮',
      'units/orc',
      '👩‍👩‍👧‍👦👩‍👩‍👧‍👦 family',
      'e\u0301te\u0301'
    ]
  ) {
    for (let width = 1; width < 60; width++) {
      const cut = cutTo(text, width)
      t.ok(displayWidth(cut) <= width, `${width}: ${cut}`)
      t.ok(text.startsWith(cut.replace(/…$/, '')))
      if (displayWidth(text) <= width) t.equal(cut, text)
    }
  }
  t.equal(cutTo('按钮按钮', 6), '按钮…')
  t.equal(cutTo('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3), '👩‍👩‍👧‍👦…')
})

t.test('in a narrow terminal a long name has a line of its own, and no text is squeezed', async t => {
  const rows = [['--state planned|packaged|published|live', 'The new state of it'], [
    '--json',
    '打印一个 JSON 文档'
  ]]
  t.same(tableLines(rows, { width: 40 }), [
    '--state planned|packaged|published|live',
    '                    The new state of it',
    '--json              打印一个 JSON 文档'
  ])
  t.same(tableLines(rows, { width: 80 })[0], '--state planned|packaged|published|live  The new state of it')
})
