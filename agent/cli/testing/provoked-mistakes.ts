/** A mistake that somebody makes, and what its answer has to say. */
export interface ProvokedMistake {
  /**
   * As typed; `PORT` stands for a server that answers `/STATUS` with that status, `SILENT` for one that never
   * answers, `SECURE` for one whose certificate nobody trusts,
   * and `HERE` for the folder that it happens in.
   */
  argv: readonly string[]
  /**
   * By path below the folder it happens in: what is in them; `-> PATH` is a link, a name with / at its end a
   * folder, and what begins with `#!` a program.
   */
  files?: Readonly<Record<string, string>>
  environment?: Readonly<Record<string, string>>
  /** What another process has locked meanwhile. */
  locked?: string
  /** The folder that nobody may write to, for who has no rights beyond their own. */
  closed?: string
  exitStatus: number
  code: string
  /** What was wrong, and where: all of it stands in the answer. */
  names: readonly string[]
  /** What was expected, in English and in Chinese. */
  expected: readonly [en: string, zh: string]
}

const project = (more: object = {}): string => JSON.stringify({ project: 'demo', ...more })
const rule = (more: object = {}): object => ({
  name: 'units',
  processor: 'atlas',
  include: ['art/*/'],
  ...more
})
const assets = (...rules: object[]): Record<string, string> => ({
  'packline.json': project({ assets: { output: 'build', rules } })
})
const targets = {
  environments: { live: { services: { Game: { addresses: ['game.example:7000'] } } } },
  targets: [{ id: 'formal', kind: 'formal', environment: 'live', match: {} }]
}
const released = { 'packline.json': project(targets) }
const packages = (more: object = {}): Record<string, string> => ({
  'packline.json': project({
    ...targets,
    packages: {
      version: '1.0.0',
      build: 1,
      baselines: { app: { type: 'zip', path: 'base.zip' } },
      platforms: { windows: { baseline: 'app' } },
      channels: { store: {} },
      ...more
    }
  })
})
const build = ['assets', 'build', '--local']
const status = ['licence', 'status', '--config', 'agent.json']
const agent = (text: string): Record<string, string> => ({ 'agent.json': text })
const licences = agent('{"licences":{"tp":{"seats":1,"devices":["mac-1"]}}}')
const config = { exitStatus: 2, code: 'CONFIG_INVALID' }
const notJson = { exitStatus: 2, code: 'CONFIG_NOT_JSON' }
const badValue = { exitStatus: 2, code: 'USAGE_BAD_VALUE' }
const missing = { exitStatus: 2, code: 'USAGE_MISSING_ARGUMENT' }
const picture = Buffer
  .from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64'
  )
  .toString('latin1')

const calls: ProvokedMistake[] = [
  {
    argv: ['frobnicate', 'it'],
    exitStatus: 2,
    code: 'USAGE_UNKNOWN_COMMAND',
    names: ['frobnicate it'],
    expected: ['Commands are help,', '可用的命令有 help、']
  },
  {
    argv: ['licence', 'frobnicate'],
    exitStatus: 2,
    code: 'USAGE_UNKNOWN_COMMAND',
    names: ['licence frobnicate'],
    expected: ['licence pin,', 'licence pin、']
  },
  {
    argv: ['help', 'nothing'],
    exitStatus: 2,
    code: 'USAGE_UNKNOWN_TOPIC',
    names: ['"nothing"'],
    expected: ['topics are patterns,', '主题有 patterns、']
  },
  {
    argv: ['-C', 'gone', 'doctor'],
    ...badValue,
    names: ['-C', '"gone"'],
    expected: ['a folder that is there', '存在的目录']
  },
  {
    argv: ['completion', 'cmd'],
    ...badValue,
    names: ['SHELL', '"cmd"'],
    expected: ['one of bash, zsh', 'bash、zsh']
  },
  {
    argv: ['licence', 'run', 'tp', 'true'],
    exitStatus: 2,
    code: 'USAGE_SEPARATOR_MISSING',
    names: ['"true"', 'licence run'],
    expected: ['packline licence run tp -- true', 'packline licence run tp -- true']
  },
  {
    argv: ['licence', 'run', 'tp'],
    ...missing,
    names: ['licence run'],
    expected: ['-- COMMAND', '-- COMMAND']
  },
  {
    argv: ['licence', 'pin', 'mac-1', '--config', 'agent.json'],
    files: licences,
    ...missing,
    names: ['licence pin'],
    expected: ['--why TEXT', '--why TEXT']
  },
  {
    argv: ['jobs', 'show'],
    environment: { PACKLINE_AGENT: 'http://127.0.0.1:1' },
    ...missing,
    names: ['jobs show'],
    expected: ['ID | --key KEY', 'ID | --key KEY']
  },
  {
    argv: ['jobs', 'cancel', '7', '--all'],
    environment: { PACKLINE_AGENT: 'http://127.0.0.1:1' },
    exitStatus: 2,
    code: 'USAGE_UNEXPECTED_ARGUMENT',
    names: ['jobs cancel', '"--all"'],
    expected: ['"packline jobs cancel ID"', '"packline jobs cancel ID"']
  },
  {
    argv: ['self-update'],
    ...missing,
    names: ['self-update'],
    expected: ['--from URL|FILE', '--from URL|FILE']
  },
  {
    argv: ['self-update', '--from', 'x', '--sha256', 'abc'],
    ...badValue,
    names: ['--sha256', '"abc"'],
    expected: ['64 hexadecimal digits', '64 个十六进制数字']
  },
  {
    argv: ['doctor', '--report', 'x.html'],
    ...missing,
    names: ['doctor --report'],
    expected: ['--self-test', '--self-test']
  },
  {
    argv: ['farm', 'drain', 'mac-1'],
    ...missing,
    names: ['farm drain'],
    expected: ['--why TEXT', '--why TEXT']
  },
  {
    argv: ['token', 'add', 'a/b'],
    ...badValue,
    names: ['NAME', '"a/b"'],
    expected: ['letters, digits', '字母、数字']
  },
  {
    argv: ['ccsui', 'export', 'a.csd'],
    files: { 'a.csd': '<x/>' },
    ...missing,
    names: ['ccsui export'],
    expected: ['--output PATH', '--output PATH']
  }
]

const projectFiles: ProvokedMistake[] = [
  {
    argv: build,
    exitStatus: 2,
    code: 'CONFIG_NOT_FOUND',
    names: ['packline.json'],
    expected: ['a folder that holds a packline.json', '含有 packline.json 的目录']
  },
  {
    argv: [...build, '--project', 'gone'],
    exitStatus: 2,
    code: 'CONFIG_NOT_FOUND',
    names: ['gone/packline.json'],
    expected: ['a folder that holds a packline.json', '含有 packline.json 的目录']
  },
  {
    argv: build,
    files: { 'packline.json/': '' },
    exitStatus: 2,
    code: 'CONFIG_UNREADABLE',
    names: ['packline.json'],
    expected: ['a folder, not a file', '是目录，不是文件']
  },
  {
    argv: build,
    files: { 'packline.json': '-> packline.json' },
    exitStatus: 2,
    code: 'CONFIG_UNREADABLE',
    names: ['packline.json'],
    expected: ['Check that it is a file', '请确认它是文件']
  },
  {
    argv: build,
    files: { 'packline.json': '{\n  "project": "demo",\n  "assets": { "rules": [ }\n}' },
    ...notJson,
    names: ['packline.json:3:26'],
    expected: ['a value is missing', '缺少值']
  },
  {
    argv: build,
    files: { 'packline.json': '{\n  project: "demo"\n}' },
    ...notJson,
    names: ['packline.json:2:3'],
    expected: ['double quotes', '双引号']
  },
  {
    argv: build,
    files: { 'packline.json': '{"project":"demo"' },
    ...notJson,
    names: ['packline.json:1:18'],
    expected: ['"}" is missing', '缺少 "}"']
  },
  {
    argv: build,
    files: { 'packline.json': '' },
    ...notJson,
    names: ['packline.json:1:1'],
    expected: ['a value is missing', '缺少值']
  },
  {
    argv: build,
    files: { 'packline.json': '[]' },
    ...config,
    names: ['packline.json', '1:1', '[]'],
    expected: ['expected object', '应为对象']
  },
  {
    argv: build,
    files: { 'packline.json': '{}' },
    ...config,
    names: ['packline.json', 'project'],
    expected: ['is missing; expected string', '缺少 project；应为文字']
  },
  {
    argv: build,
    files: { 'packline.json': '{"project":5}' },
    ...config,
    names: ['packline.json', '1:2', 'project', '5'],
    expected: ['expected string (letters, digits', '应为文字（字母、数字']
  },
  {
    argv: build,
    files: { 'packline.json': project({ aset: {} }) },
    ...config,
    names: ['packline.json', '1:19', 'aset'],
    expected: ['did you mean assets?', '是否应为 assets？']
  },
  {
    argv: build,
    files: { 'packline.json': project({ frobnicate: {} }) },
    ...config,
    names: ['packline.json', 'frobnicate'],
    expected: ['expected one of $schema, project', '应为 $schema、project']
  },
  {
    argv: build,
    files: { 'packline.json': project({ assets: { output: '/etc' } }) },
    ...config,
    names: ['assets.output', '"/etc"'],
    expected: ['a path inside the project', '项目之内的路径']
  },
  {
    argv: build,
    files: assets(rule({ processor: 'atlsa' })),
    ...config,
    names: ['assets.rules[0].processor', '"atlsa"'],
    expected: ['did you mean atlas?', '是否应为 atlas？']
  },
  {
    argv: build,
    files: assets(rule({ options: { maxSize: 'big' } })),
    ...config,
    names: ['assets.rules[0].options.maxSize', '"big"'],
    expected: ['whole number from 16 to 16384', '16 到 16384 的整数']
  },
  {
    argv: build,
    files: assets(rule({ include: [] })),
    ...config,
    names: ['assets.rules[0].include', '[]'],
    expected: ['with at least 1 item', '至少有 1 项']
  },
  {
    argv: build,
    files: assets(rule(), rule()),
    ...config,
    names: ['assets.rules[1].name', '"units"', 'assets.rules[0]'],
    expected: ['a name that no other rule has', '其他规则没有用过的名称']
  },
  {
    argv: build,
    files: assets(rule({ output: 'ui\\{dir}' })),
    ...config,
    names: ['assets.rules[0].output'],
    expected: ['a path with forward slashes', '使用正斜杠的路径']
  },
  {
    argv: [...build, '--only', 'unit'],
    files: assets(rule()),
    exitStatus: 2,
    code: 'PLAN_UNKNOWN_RULE',
    names: ['"unit"'],
    expected: ['Did you mean units?', '您是指 units 吗？']
  },
  {
    argv: build,
    files: assets(rule()),
    exitStatus: 1,
    code: 'PLAN_FOLDER_MISSING',
    names: ['art', 'units'],
    expected: ['"allowEmpty": true', '"allowEmpty": true']
  },
  {
    argv: ['package', 'plan'],
    files: { 'packline.json': project() },
    exitStatus: 2,
    code: 'PACKAGE_NO_VERSION',
    names: ['packages.version'],
    expected: ['--app-version', '--app-version']
  },
  {
    argv: ['package', 'plan'],
    files: packages({ platforms: { windows: { baseline: 'ap' } } }),
    ...config,
    names: ['packages.platforms.windows.baseline', '"ap"'],
    expected: [
      'packages.baselines: app (did you mean app?)',
      'packages.baselines 中的名称：app（是否应为 app？）'
    ]
  },
  {
    argv: ['package', 'plan'],
    files: packages({ signing: { key: { keystore: 'file:k' } } }),
    ...config,
    names: ['packages.signing.key'],
    expected: ['keystore with alias and password', 'keystore 加 alias 和 password']
  },
  {
    argv: ['package', 'plan', '--row', 'x/y/z'],
    files: { ...packages(), 'base.zip': '' },
    exitStatus: 2,
    code: 'PACKAGE_UNKNOWN_ROW',
    names: ['x/y/z'],
    expected: ['"packline package plan" lists', '"packline package plan" 会列出']
  },
  {
    argv: ['package', 'build', '--build', '0'],
    files: packages(),
    ...badValue,
    names: ['--build', '"0"'],
    expected: ['a whole number from 1 to', '1 到 2100000000 的整数']
  },
  {
    argv: ['package', 'build'],
    files: packages(),
    exitStatus: 1,
    code: 'PACKAGE_INPUT_MISSING',
    names: ['base.zip'],
    expected: ['Build it first', '请先构建它']
  },
  {
    argv: ['hotupdate', 'build', '--app-version', '1.0.0'],
    files: released,
    exitStatus: 2,
    code: 'HOT_UPDATE_NOT_CONFIGURED',
    names: ['packages.hotUpdate'],
    expected: ['"url" and "content"', '"url" 和 "content"']
  },
  {
    argv: ['hotupdate', 'build', '--app-version', 'one'],
    files: released,
    exitStatus: 2,
    code: 'HOT_UPDATE_VERSION_INVALID',
    names: ['"one"'],
    expected: ['one to four numbers such as 1.4.0.2', '一到四个数字，例如 1.4.0.2']
  }
]

const releases: ProvokedMistake[] = [
  {
    argv: ['target', 'show', 'fromal'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_TARGET_UNKNOWN',
    names: ['demo', 'fromal'],
    expected: ['Did you mean formal?', '您是指 formal 吗？']
  },
  {
    argv: ['target', 'show', 'elsewhere'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_TARGET_UNKNOWN',
    names: ['demo', 'elsewhere'],
    expected: ['Known are formal', '已知目标：formal']
  },
  {
    argv: ['environment', 'show', 'night'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_ENVIRONMENT_UNKNOWN',
    names: ['demo', 'night'],
    expected: ['live', 'live']
  },
  {
    argv: ['target', 'add', '{', '--why', 'x'],
    files: released,
    ...badValue,
    names: ['JSON', '"{"'],
    expected: ['expected JSON', '应为 JSON']
  },
  {
    argv: ['target', 'add', '{"id":"a b","environment":"live"}', '--why', 'x'],
    files: released,
    ...config,
    names: ['target add', 'id', '"a b"'],
    expected: ['letters, digits, "_" and "-"', '字母、数字、"_" 和 "-"']
  },
  {
    argv: ['target', 'add', '{"id":"a","environment":"lvie"}', '--why', 'x'],
    files: released,
    ...config,
    names: ['environment', '"lvie"'],
    expected: ['a known environment: live (did you mean live?)', '已有的环境：live（是否应为 live？）']
  },
  {
    argv: ['target', 'remove', 'formal'],
    files: released,
    ...missing,
    names: ['target remove'],
    expected: ['--why TEXT', '--why TEXT']
  },
  {
    argv: ['target', 'edit', 'formal', '--set', 'priority', '--why', 'x'],
    files: released,
    ...badValue,
    names: ['--set', '"priority"'],
    expected: ['FIELD=VALUE', '字段=值']
  },
  {
    argv: ['target', 'rollout', 'formal', '--percent', '101', '--why', 'x'],
    files: released,
    ...badValue,
    names: ['--percent', '"101"'],
    expected: ['from 0 to 100', '0 到 100 的百分数']
  },
  {
    argv: ['target', 'rollout', 'formal', '--percent', '10', '--at', 'tomorrow', '--why', 'x'],
    files: released,
    ...badValue,
    names: ['--at', '"tomorrow"'],
    expected: ['such as 2026-03-01T10:00:00Z', '例如 2026-03-01T10:00:00Z']
  },
  {
    argv: ['params', 'set', 'speed', '1', '--why', 'x'],
    files: released,
    ...config,
    names: ['demo', 'speed'],
    expected: ['a known parameter: there is none', '已有的参数：没有任何名称']
  },
  {
    argv: ['params', 'set', 'speed', 'fast', '--why', 'x'],
    files: {
      'packline.json': project({
        ...targets,
        parameters: { speed: { type: 'integer', default: 1, description: 'x' } }
      })
    },
    ...config,
    names: ['demo', 'speed', '"fast"'],
    expected: ['expected whole number', '应为整数']
  },
  {
    argv: ['release', 'show', '9.9'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_UNKNOWN',
    names: ['demo', '9.9'],
    expected: ['"packline release list"', '"packline release list"']
  },
  {
    argv: ['release', 'edit', '1.0.0+1', '--param', 'x', '--why', 'x'],
    files: released,
    ...badValue,
    names: ['--param', '"x"'],
    expected: ['NAME=VALUE', 'NAME=VALUE']
  },
  {
    argv: ['release', 'end-line', 'one', '--target', 'formal', '--why', 'x'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_VERSION_INVALID',
    names: ['"one"'],
    expected: ['one to four numbers', '一到四个以点分隔的数字']
  },
  {
    argv: ['release', 'flip', '--why', 'x'],
    files: released,
    ...missing,
    names: ['release flip'],
    expected: ['--from', '--from']
  },
  {
    argv: ['release', 'undo', '--why', 'x'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_NOTHING_TO_UNDO',
    names: ['release history'],
    expected: ['nothing was flipped', '尚未切换上线过']
  },
  {
    argv: ['release', 'forget', 'cdn', '--why', 'x'],
    files: released,
    exitStatus: 2,
    code: 'RELEASE_PUBLISHER_UNKNOWN',
    names: ['cdn'],
    expected: ['Known are: none', '已知位置：无']
  },
  {
    argv: ['release', 'resolve', '--context', '5'],
    files: released,
    ...badValue,
    names: ['--context', '5'],
    expected: ['an object, such as {"platform"', '对象，例如 {"platform"']
  }
]

const contents: ProvokedMistake[] = [
  {
    argv: build,
    files: { ...assets(rule()), 'art/u/a.png': '' },
    exitStatus: 1,
    code: 'IMAGE_EMPTY',
    names: ['art/u/a.png'],
    expected: ['Export the picture again', '请重新导出该图片']
  },
  {
    argv: build,
    files: { ...assets(rule()), 'art/u/a.png': 'no picture' },
    exitStatus: 1,
    code: 'IMAGE_WRONG_FORMAT',
    names: ['art/u/a.png', '.png'],
    expected: ['Save it in the format of its name', '请按文件名的格式保存']
  },
  {
    argv: build,
    files: {
      ...assets(rule()),
      'art/u/a.png': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`
    },
    exitStatus: 1,
    code: 'SCAN_LFS_POINTER',
    names: ['art/u/a.png', 'units'],
    expected: ['"git lfs pull"', '"git lfs pull"']
  },
  {
    argv: build,
    files: { ...assets(rule()), 'art/u/a.png': '-> ../../../../gone.png' },
    exitStatus: 1,
    code: 'SCAN_DANGLING_LINK',
    names: ['art/u/a.png', 'gone.png'],
    expected: ['Restore what it points to', '请恢复它指向的文件']
  },
  {
    argv: ['atlas', 'pack', 'gone', '--out', 'out'],
    exitStatus: 2,
    code: 'FILE_NOT_FOUND',
    names: ['gone'],
    expected: ['no file or folder', '没有文件或目录']
  },
  {
    argv: ['atlas', 'pack', 'notes', '--out', 'out'],
    files: { 'notes/a.txt': 'x' },
    exitStatus: 2,
    code: 'ATLAS_NO_PICTURES',
    names: ['notes'],
    expected: ['PNG, JPEG or WebP', 'PNG、JPEG 或 WebP']
  },
  {
    argv: ['atlas', 'pack', '', '--out', 'out'],
    exitStatus: 2,
    code: 'USAGE_MISSING_ARGUMENT',
    names: ['atlas pack', 'DIR'],
    expected: ['needs DIR', '缺少参数 DIR']
  },
  {
    argv: ['assets', 'build', '--local', '--project', ''],
    files: assets(rule()),
    exitStatus: 2,
    code: 'USAGE_BAD_VALUE',
    names: ['--project', '""'],
    expected: ['expected a path', '应为路径']
  },
  {
    argv: ['assets', 'build', '--local', '--shard', '1/2', '--plan', 'gone.json'],
    files: assets(rule()),
    exitStatus: 2,
    code: 'FILE_NOT_FOUND',
    names: ['gone.json'],
    expected: ['no file or folder', '没有文件或目录']
  },
  {
    argv: ['atlas', 'pack', 'art', '--out', 'file'],
    files: { 'art/a.png': picture, file: 'x' },
    exitStatus: 1,
    code: 'FILE_UNUSABLE',
    names: ['file'],
    expected: ['it exists already', '它已经存在']
  },
  {
    argv: ['atlas', 'pack', 'art', '--out', 'out', '--option', 'maxSze=3'],
    files: { 'art/a.png': picture },
    ...config,
    names: ['--option', 'maxSze'],
    expected: ['did you mean maxSize?', '是否应为 maxSize？']
  },
  {
    argv: ['atlas', 'pack', 'art', '--out', 'file/out'],
    files: { 'art/a.png': picture, file: 'x' },
    exitStatus: 1,
    code: 'FILE_UNUSABLE',
    names: ['file/out'],
    expected: ['no folder', '不是目录']
  },
  {
    argv: ['atlas', 'merge-lock', 'a', 'b', 'c'],
    exitStatus: 2,
    code: 'ATLAS_LAYOUT_MISSING',
    names: ['/a'],
    expected: ['BASE OURS THEIRS', 'BASE OURS THEIRS']
  },
  {
    argv: ['atlas', 'import', 'gone.tps'],
    exitStatus: 1,
    code: 'TEXTUREPACKER_TPS_INVALID',
    names: ['gone.tps'],
    expected: ['it is not there', '它不存在']
  },
  {
    argv: ['atlas', 'import', 'a.tps'],
    files: { ...assets(), 'a.tps': '<data>' },
    exitStatus: 1,
    code: 'TEXTUREPACKER_TPS_INVALID',
    names: ['a.tps', '1'],
    expected: ['the file ends before </data>', '文件在 </data> 之前就结束了']
  },
  {
    argv: ['atlas', 'show', 'gone.plist'],
    exitStatus: 1,
    code: 'ATLAS_BAD_SHEET',
    names: ['gone.plist'],
    expected: ['Expected a plist or JSON sheet', '应为 cocos2d 的 plist 或 JSON']
  },
  {
    argv: ['atlas', 'show', 'a.plist'],
    files: { 'a.plist': 'x' },
    exitStatus: 1,
    code: 'ATLAS_BAD_SHEET',
    names: ['a.plist'],
    expected: ['it has no frames', '没有帧']
  },
  {
    argv: ['ccsui', 'export', 'gone.csd', '--output', 'o.csb'],
    exitStatus: 1,
    code: 'CCSUI_UNREADABLE',
    names: ['gone.csd'],
    expected: ['there is no such file', '没有这个文件']
  },
  {
    argv: ['ccsui', 'export', 'a.csd', '--output', 'o.csb'],
    files: { 'a.csd': '<x' },
    exitStatus: 1,
    code: 'CCSUI_TRUNCATED',
    names: ['a.csd:1:3'],
    expected: ['save it again in Cocos Studio', '在 Cocos Studio 中重新保存']
  },
  {
    argv: ['ccsui', 'export', 'a.csd', '--output', 'o.csb'],
    files: { 'a.csd': '<x/>' },
    exitStatus: 1,
    code: 'CCSUI_WRONG_ROOT',
    names: ['a.csd:1:1', '<x>'],
    expected: ['expected <GameFile>', '应为 <GameFile>']
  },
  {
    argv: ['ccsui', 'export', 'ui', '--output', 'o'],
    files: { 'ui/readme.txt': 'x' },
    exitStatus: 2,
    code: 'CCSUI_NO_INPUT',
    names: ['ui'],
    expected: ['Name a csd file', '请指定 csd 文件']
  },
  {
    argv: ['ccsui', 'publish', 'a.ccs', '--output', 'o'],
    files: { 'a.ccs': '<x/>' },
    exitStatus: 1,
    code: 'CCSUI_NOT_CCS',
    names: ['a.ccs:1:1', '<x>'],
    expected: ['expected <Solution>', '应为 <Solution>']
  },
  {
    argv: ['ccsui', 'recover', 'a.csb', '--output', 'o'],
    files: { 'a.csb': 'xxxxxxxxxxxx' },
    exitStatus: 1,
    code: 'CCSUI_NOT_CSB',
    names: ['a.csb'],
    expected: ['export it again', '重新导出']
  },
  {
    argv: ['ccsui', 'verify', 'a.csd'],
    files: { 'a.csd': '<x/>' },
    exitStatus: 3,
    code: 'TOOL_NOT_FOUND',
    names: ['CCSUIExporter'],
    expected: ['Install CCSUIExporter', '请安装 CCSUIExporter']
  },
  {
    argv: ['package', 'show', 'gone.apk'],
    exitStatus: 1,
    code: 'PACKAGE_INPUT_MISSING',
    names: ['gone.apk'],
    expected: ['the package to look at', '要查看的安装包']
  },
  {
    argv: ['package', 'show', 'a.apk'],
    files: { 'a.apk/': '' },
    exitStatus: 1,
    code: 'PACKAGE_MANIFEST_MISSING',
    names: ['a.apk', 'AndroidManifest.xml'],
    expected: ['Name the whole package', '请指定构建产出的完整安装包']
  },
  {
    argv: ['package', 'show', 'a.apk'],
    files: { 'a.apk': 'x' },
    exitStatus: 1,
    code: 'PACKAGE_NOT_ZIP',
    names: ['a.apk', '78'],
    expected: ['an APK, an IPA or a zip', 'APK、IPA 或 zip']
  },
  {
    argv: ['package', 'verify', 'a.apk', '--public-key', 'gone.pub'],
    files: { 'a.apk': 'x' },
    exitStatus: 3,
    code: 'PACKAGE_CONFIG_KEY_UNUSABLE',
    names: ['gone.pub'],
    expected: ['Ed25519', 'Ed25519']
  },
  {
    argv: ['onboard', '--project', 'gone'],
    exitStatus: 2,
    code: 'ONBOARD_NO_FOLDER',
    names: ['gone'],
    expected: ['--project DIR', '--project DIR']
  },
  {
    argv: ['onboard', '--write'],
    files: { 'packline.json': project() },
    exitStatus: 2,
    code: 'ONBOARD_FILE_EXISTS',
    names: ['packline.json'],
    expected: ['without --write', '不带 --write']
  }
]

const machines: ProvokedMistake[] = [
  {
    argv: ['licence', 'status', '--config', 'gone.json'],
    exitStatus: 2,
    code: 'AGENT_CONFIG_NOT_FOUND',
    names: ['gone.json'],
    expected: ['Check --config', '请检查 --config']
  },
  {
    argv: status,
    files: agent('{"licenses":{}}'),
    ...config,
    names: ['agent.json', '1:2', 'licenses'],
    expected: ['did you mean licences?', '是否应为 licences？']
  },
  {
    argv: status,
    files: agent('{"device": "a",,}'),
    ...notJson,
    names: ['agent.json:1:16'],
    expected: ['a name in double quotes', '双引号中的名称']
  },
  {
    argv: status,
    files: agent('{"licences":{"tp":{"seats":0}}}'),
    ...config,
    names: ['licences.tp.seats', '0'],
    expected: ['whole number from 1 to 1000', '1 到 1000 的整数']
  },
  {
    argv: status,
    files: agent('{"licences":{"tp":{"seats":1}}}'),
    ...config,
    names: ['licences.tp.devices', '[]'],
    expected: ['at least one device id', '至少一个设备标识']
  },
  {
    argv: status,
    files: agent('{"listen": 7420}'),
    ...config,
    names: ['listen', '7420'],
    expected: ['HOST:PORT', 'HOST:PORT']
  },
  {
    argv: status,
    files: agent('{"zookeeper":{"servers":"zk1:99999"}}'),
    ...config,
    names: ['zookeeper.servers', '"zk1:99999"'],
    expected: ['a port from 1 to 65535', '1 到 65535 的端口']
  },
  {
    argv: status,
    files: agent('{"repositories":{"dk":{"url":"dk","branches":["main"]}}}'),
    ...config,
    names: ['repositories.dk.url', '"dk"'],
    expected: ['such as https://HOST/PATH.git', '例如 https://HOST/PATH.git']
  },
  {
    argv: status,
    files: agent('{"alerts":{"quietHours":{"from":"25:00","to":"08:00","timeZone":"Mars"}}}'),
    ...config,
    names: ['alerts.quietHours.from', '"25:00"'],
    expected: ['a time of day such as 08:00', '一天中的时刻，例如 08:00']
  },
  {
    argv: ['licence', 'run', 'paint', '--', 'true'],
    exitStatus: 2,
    code: 'LICENCE_UNKNOWN',
    names: ['"paint"'],
    expected: ['known are texturepacker', '已知的有 texturepacker']
  },
  {
    argv: ['licence', 'run', 'tp', '--config', 'agent.json', '--', 'true'],
    files: agent('{"licences":{"tp":{"seats":1,"devices":["linux-3"]}}}'),
    exitStatus: 3,
    code: 'LICENCE_DEVICE_NOT_ALLOWED',
    names: ['mac-1', 'linux-3'],
    expected: ['"packline licence pin mac-1"', '"packline licence pin mac-1"']
  },
  {
    argv: ['licence', 'release', '7', '--why', 'x', '--force', '--config', 'agent.json'],
    files: licences,
    exitStatus: 2,
    code: 'LICENCE_SEAT_UNKNOWN',
    names: ['tp', '7'],
    expected: ['0 to 0', '0 到 0']
  },
  {
    argv: ['trigger', 'poll', 'dk', '--local', '--config', 'agent.json'],
    files: agent('{}'),
    exitStatus: 2,
    code: 'REPOSITORY_UNKNOWN',
    names: ['"dk"'],
    expected: ['"repositories"', '"repositories"']
  },
  {
    argv: ['token', 'remove', 'nobody'],
    exitStatus: 2,
    code: 'AGENT_TOKEN_UNKNOWN',
    names: ['"nobody"'],
    expected: ['"packline token list"', '"packline token list"']
  },
  {
    argv: ['alert', 'test', '--config', 'agent.json'],
    files: agent('{}'),
    exitStatus: 2,
    code: 'ALERT_NO_DESTINATION',
    names: ['agent.json'],
    expected: ['alerts.webhooks', 'alerts.webhooks']
  },
  {
    argv: ['alert', 'test', '--config', 'agent.json'],
    files: agent('{"alerts":{"pagerduty":{"routingKeyFile":"gone"}}}'),
    exitStatus: 2,
    code: 'CONFIG_SECRET_MISSING',
    names: ['/gone'],
    expected: ['Put the secret there', '请在该处提供密钥']
  },
  {
    argv: ['serve', '--listen', '8.8.8.8:7420'],
    exitStatus: 2,
    code: 'AGENT_NEEDS_TOKENS',
    names: ['8.8.8.8:7420'],
    expected: ['"packline token add"', '"packline token add"']
  },
  {
    argv: ['self-update', '--from', 'gone.tar.gz', '--prefix', 'p'],
    exitStatus: 2,
    code: 'INSTALLATION_NONE',
    names: ['/p'],
    expected: ['installed from a release archive', '由发行包安装']
  },
  {
    argv: ['self-update', '--rollback', '--prefix', 'p'],
    files: { 'p/versions/': '' },
    exitStatus: 2,
    code: 'UPDATE_NO_PREVIOUS',
    names: ['/p'],
    expected: ['"packline self-update --from ARCHIVE"', '"packline self-update --from ARCHIVE"']
  },
  {
    argv: ['farm', 'replace', 'a', 'b', '--why', 'x'],
    exitStatus: 2,
    code: 'FARM_NEEDS_ZOOKEEPER',
    names: ['farm replace'],
    expected: ['labels and licences.NAME.devices', 'labels 和 licences.NAME.devices']
  }
]

const list = ['jobs', 'list']
const services: ProvokedMistake[] = [
  {
    argv: list,
    exitStatus: 3,
    code: 'AGENT_NONE',
    names: ['PACKLINE_AGENT'],
    expected: ['"packline serve"', '"packline serve"']
  },
  {
    argv: list,
    environment: { PACKLINE_AGENT: 'nowhere' },
    ...badValue,
    names: ['PACKLINE_AGENT', '"nowhere"'],
    expected: ['http://HOST:PORT', 'http://HOST:PORT']
  },
  {
    argv: list,
    environment: { PACKLINE_AGENT: 'http://127.0.0.1:1' },
    exitStatus: 3,
    code: 'AGENT_UNREACHABLE',
    names: ['http://127.0.0.1:1'],
    expected: ['nothing listens there', '没有程序在监听']
  },
  {
    argv: list,
    environment: { PACKLINE_AGENT: 'https://127.0.0.1:PORT' },
    exitStatus: 3,
    code: 'AGENT_UNREACHABLE',
    names: ['https://127.0.0.1:PORT'],
    expected: ['it does not speak TLS', '它不使用 TLS']
  },
  {
    argv: list,
    environment: { PACKLINE_AGENT: 'unix:/gone.sock' },
    exitStatus: 3,
    code: 'AGENT_UNREACHABLE',
    names: ['unix:/gone.sock'],
    expected: ['there is no such file', '没有这个文件']
  },
  {
    argv: list,
    environment: { PACKLINE_AGENT: 'http://127.0.0.1:PORT' },
    exitStatus: 3,
    code: 'AGENT_ANSWER_INVALID',
    names: ['http://127.0.0.1:PORT'],
    expected: ['no valid JSON', '不是有效的 JSON']
  },
  {
    argv: ['jobs', 'show', 'unauthorized'],
    environment: { PACKLINE_AGENT: 'http://127.0.0.1:PORT' },
    exitStatus: 2,
    code: 'HTTP_UNAUTHORIZED',
    names: ['read', 'PACKLINE_AGENT_TOKEN_FILE'],
    expected: ['"packline token add NAME', '"packline token add 名称']
  },
  {
    argv: ['jobs', 'show', 'unknown'],
    environment: { PACKLINE_AGENT: 'http://127.0.0.1:PORT' },
    exitStatus: 2,
    code: 'JOB_UNKNOWN',
    names: ['unknown'],
    expected: ['"packline jobs list"', '"packline jobs list"']
  },
  ...['401', '403', '404', '500'].map((answer): ProvokedMistake => ({
    argv: ['alert', 'test', '--config', 'agent.json'],
    files: agent(`{"alerts":{"webhooks":[{"name":"chat","url":"http://127.0.0.1:PORT/${answer}"}]}}`),
    exitStatus: 3,
    code: '',
    names: ['chat', answer],
    expected: ['Check its address and secret', '请检查配置 "alerts" 中它的地址和密钥']
  })),
  {
    argv: [
      'self-update',
      '--from',
      'http://127.0.0.1:PORT/404/p.tar.gz',
      '--sha256',
      '0'.repeat(64),
      '--prefix',
      'p'
    ],
    files: { 'p/versions/': '' },
    exitStatus: 1,
    code: 'UPDATE_NOT_FETCHED',
    names: ['http://127.0.0.1:PORT/404/p.tar.gz'],
    expected: ['Check --from', '请检查 --from']
  }
]

/** What others have to do with: another process, a machine that hangs, a tool, a certificate, rights. */
const surroundings: ProvokedMistake[] = [
  {
    argv: ['backup', 'run', 'art', '--config', 'agent.json'],
    files: {
      'agent.json':
        '{"backups":{"repository":"r","passwordFile":"p","items":{"art":{"kind":"svn","path":"s"}}}}',
      'home/backups/art.lock': ''
    },
    locked: 'home/backups/art.lock',
    exitStatus: 3,
    code: 'BACKUP_BUSY',
    names: ['"art"', 'home/backups/art.lock'],
    expected: ['Wait for it, or end it: "fuser -v ', '请等待其结束，或终止它："fuser -v ']
  },
  {
    argv: status,
    files: agent(
      '{"zookeeper":{"servers":"127.0.0.1:SILENT","sessionTimeoutMs":1000},"licences":{"tp":{"seats":1,"devices":["a"]}}}'
    ),
    exitStatus: 3,
    code: 'ZOOKEEPER_UNAVAILABLE',
    names: ['127.0.0.1:SILENT'],
    expected: ['no ZooKeeper handshake within', '没有 ZooKeeper 握手']
  },
  {
    argv: build,
    files: {
      ...assets(rule({ tool: 'texturepacker', options: { toolVersion: '7.4.0' } })),
      'art/u/a.png': picture,
      TexturePacker: '#!/bin/sh\necho "TexturePacker 4.12.0 (64 bit)"\n'
    },
    environment: { PACKLINE_TEXTUREPACKER: 'HERE/TexturePacker' },
    exitStatus: 3,
    code: 'TEXTUREPACKER_VERSION',
    names: ['units', '7.4.0', '/TexturePacker', '4.12.0'],
    expected: ['Install that version', '请安装该版本']
  },
  {
    argv: list,
    environment: { PACKLINE_AGENT: 'https://localhost:SECURE' },
    exitStatus: 3,
    code: 'AGENT_NOT_TRUSTED',
    names: ['https://localhost:SECURE', 'NODE_EXTRA_CA_CERTS'],
    expected: ['signed by nobody whom this machine trusts', '签发者不受本机信任']
  },
  {
    argv: ['atlas', 'pack', 'art', '--out', 'shut/out'],
    files: { 'art/a.png': picture, 'shut/': '' },
    closed: 'shut',
    exitStatus: 1,
    code: 'FILE_UNUSABLE',
    names: ['shut/out'],
    expected: ['the rights of this user do not allow it', '当前用户权限不足']
  }
]

export const provokedMistakes: readonly ProvokedMistake[] = [
  ...calls,
  ...projectFiles,
  ...releases,
  ...contents,
  ...machines,
  ...services,
  ...surroundings
]
