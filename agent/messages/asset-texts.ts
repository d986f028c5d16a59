import { defineTexts } from './define-texts.js'

/** Asset runs, atlases and the cache. */
export const assetTexts = defineTexts({
  'command.assetsBuild': {
    en: 'Build the assets of a project: scan, plan, execute, publish',
    zh: '构建项目资源：扫描、计划、执行、发布'
  },
  'command.assetsPlan': {
    en: 'Show the actions of a build: which are cached, and why the others are not',
    zh: '显示构建的动作：哪些已缓存，其余为何没有'
  },
  'command.atlasPack': {
    en: 'Pack the pictures of a folder into an atlas set; no project file needed',
    zh: '把目录中的图片打包成图集；不需要项目文件'
  },
  'command.atlasMergeLock': {
    en: 'Merge two layout files, as a merge driver of git; the result is written to OURS',
    zh: '合并两个布局文件，用作 git 的合并驱动；结果写入 OURS'
  },
  'command.cacheStats': { en: 'Show what the cache holds', zh: '显示缓存内容' },
  'command.cacheVerify': {
    en: 'Check every cache entry; damaged ones are removed',
    zh: '检查每个缓存条目；损坏的会被删除'
  },
  'command.cacheGc': {
    en: 'Remove cache entries that were not used lately until the limit is kept',
    zh: '删除最近未使用的缓存条目，直到不超过上限'
  },
  'option.project': {
    en: 'Folder that holds packline.json; without it this folder or the nearest above',
    zh: '含有 packline.json 的目录；省略时为当前目录或其上最近的一个'
  },
  'option.only': {
    en: 'Build this rule only; outputs of the others stay as they are',
    zh: '只构建该规则；其他规则的输出保持不变'
  },
  'option.profile': {
    en: 'fast, or release with smaller pages; wins over the project file',
    zh: 'fast，或 release（页面更小）；优先于项目文件'
  },
  'option.watch': {
    en: 'Build again after each change until interrupted',
    zh: '每次修改后重新构建，直到被中断'
  },
  'option.explain': { en: 'Tell why each action that is not cached runs', zh: '说明每个未缓存动作的原因' },
  'option.dryRun': { en: 'Plan only; write nothing', zh: '只做计划；不写任何内容' },
  'option.keepGoing': {
    en: 'Go on after an error to report all of them; nothing is published',
    zh: '出错后继续以报告所有错误；不发布任何内容'
  },
  'option.runParameter': {
    en: 'A value of a parameter for this run only, over what is set',
    zh: '仅用于本次运行的参数值，优先于已设置的值'
  },
  'option.frozenLayouts': {
    en: 'Fail where a layout file would change, instead of writing it',
    zh: '布局文件需要改动时报错，而不是写入'
  },
  'option.shard': {
    en: 'Build only part I of N, into the shared cache; nothing is published',
    zh: '只构建 N 份中的第 I 份，结果放入共享缓存；不发布任何内容'
  },
  'option.shardPlan': {
    en:
      'The "plan" of what "assets plan --shards" printed, or a file of it; without it every node cuts alone',
    zh: '"assets plan --shards" 输出中的 "plan"，或含有全部输出的文件；没有它时，各节点自行划分'
  },
  'option.shards': {
    en: 'Split what the shared cache lacks into so many parts, or "auto"',
    zh: '把共享缓存中没有的部分分成这么多份，或 "auto"'
  },
  'option.shardsAtMost': { en: 'With auto: how many nodes there are', zh: '用于 auto：有多少个节点' },
  'option.shardNode': {
    en: 'With auto: a node that may build one; of those named, only the free ones count',
    zh: '用于 auto：可以构建的节点；只计算所列节点中的空闲者'
  },
  'option.shardTime': { en: 'With auto: processor time of a part', zh: '用于 auto：每份的处理器时间' },
  'shards.planned': {
    en: '{project}: {made} of {sets} {sets#set|sets} {made#is|are} in the shared cache; {shards} ' +
      '{shards#shard|shards} for the rest, {time}.',
    zh: '{project}：{sets} 套中的 {made} 套已在共享缓存中；其余分成 {shards} 份，共 {time}。'
  },
  'shards.problem': {
    en: 'No shards: the shared cache is of no use now ({reason}). Whoever builds makes everything.',
    zh: '不分片：共享缓存目前不可用（{reason}）。构建的节点自行完成全部工作。'
  },
  'shards.shard': { en: '{shard}: {sets} {sets#set|sets}, {time}', zh: '{shard}：{sets} 套，{time}' },
  'shards.licensedShard': {
    en: '{shard}: {sets} {sets#set|sets}, {time}, on a node that may hold a seat',
    zh: '{shard}：{sets} 套，{time}，需要可持有席位的节点'
  },
  'option.cache': {
    en: 'What the run may do with the shared cache: a build of an untrusted branch must not send to it',
    zh: '运行如何使用共享缓存：不受信任的分支的构建不得向其发送'
  },
  'option.noFrozenLayouts': {
    en: 'Let the run write layout files, also with CI=true',
    zh: '允许写入布局文件，即使 CI=true'
  },
  'option.ci': {
    en: 'Layout files that version control knows must not change',
    zh: '版本控制中的布局文件不得改动'
  },
  'run.layoutMoved': {
    en: '{set}: {moved} of {sprites} {sprites#sprite|sprites} moved; {efficiency} % of its pages are used',
    zh: '{set}：{sprites} 个图片中有 {moved} 个被移动；页面使用率 {efficiency} %'
  },
  'run.layoutRepacked': {
    en: '{set}: packed anew, {moved} of {sprites} {sprites#sprite|sprites} moved; {efficiency} % of its ' +
      'pages are used',
    zh: '{set}：已重新打包，{sprites} 个图片中有 {moved} 个被移动；页面使用率 {efficiency} %'
  },
  'option.events': {
    en: 'Print the events of the run and its report as NDJSON on standard output',
    zh: '在标准输出以 NDJSON 打印运行事件和报告'
  },
  'option.local': { en: 'Run here, without the agent of this machine', zh: '在此运行，不经过本机代理' },
  'option.out': { en: 'Folder to write to', zh: '输出目录' },
  'option.atlasName': {
    en: "Name of the pages; the folder's name when left out",
    zh: '页面名称；省略时为目录名'
  },
  'option.maxSize': { en: 'Longest side of a page, in pixels', zh: '页面最长边（像素）' },
  'option.padding': { en: 'Transparent pixels between two sprites', zh: '两个图片之间的透明像素' },
  'option.atlasOption': {
    en: 'An option of atlas rules, such as extrude=2 or pageShape=square',
    zh: '图集规则的选项，例如 extrude=2 或 pageShape=square'
  },
  'option.format': { en: 'Sheet description', zh: '图集描述格式' },
  'option.cacheLimit': { en: 'Size to keep, in MB', zh: '保留的大小（MB）' },
  'command.atlasImport': {
    en: 'Print a rule that packs what a TexturePacker project packs, and what of it the rule does not have',
    zh: '打印一条与 TexturePacker 工程等效的规则，并列出规则未能沿用的设置'
  },
  'atlas.notImported': {
    en: 'not taken over: {setting} ({value})',
    zh: '未沿用：{setting}（{value}）'
  },
  'command.atlasShow': {
    en: 'Draw the pages of an atlas with outlines and names, as one HTML file',
    zh: '把图集页面连同边框和名称画成一个 HTML 文件'
  },
  'option.contactSheet': { en: 'Where to write the HTML file', zh: 'HTML 文件的位置' },
  'atlas.shown': {
    en: '{frames} {frames#frame|frames} on {pages} {pages#page|pages} drawn in {output}',
    zh: '{pages} 个页面上的 {frames} 个帧已画入 {output}'
  },
  'atlas.wholeSet': {
    en: '{set}: TexturePacker must not trim or turn its nine-patch and nine-slice pictures: trimming and ' +
      'rotation are off for the whole set',
    zh: '{set}：其中的九宫格图片不能被 TexturePacker 裁剪或旋转：整个图集关闭裁剪和旋转'
  },
  'atlas.pagesRenamed': {
    en: '{set}: its pages are called {now} from now on, no longer {before}; ' +
      'with "pages": "numbered" names stay',
    zh: '{set}：页面名称由 {before} 变为 {now}；设置 "pages": "numbered" 可保持名称不变'
  },
  'atlas.nearMinimum': {
    en: '{set}: its layout uses {efficiency} % of its pages; below {minEfficiency} % (minEfficiency) every ' +
      'sprite is packed anew',
    zh:
      '{set}：其布局使用了页面的 {efficiency} %；低于 {minEfficiency} %（minEfficiency）时所有图片将重新打包'
  },
  'atlas.packed': {
    en: '{sprites} {sprites#sprite|sprites} packed into {files} {files#file|files} ({size}) in {seconds} s.',
    zh: '{sprites} 个图片已打包成 {files} 个文件（{size}），用时 {seconds} 秒。'
  },
  'cache.neverUsed': { en: 'never', zh: '无' },
  'cache.stats': {
    en: '{folder}: {actions} {actions#action|actions}, {blobs} {blobs#file|files}, {size}; oldest use ' +
      '{oldestUse}',
    zh: '{folder}：{actions} 个动作，{blobs} 个文件，{size}；最早使用时间 {oldestUse}'
  },
  'cache.verified': {
    en: '{actions} {actions#action|actions} and {blobs} {blobs#file|files} checked; {damaged} damaged ' +
      'ones removed',
    zh: '已检查 {actions} 个动作和 {blobs} 个文件；删除了 {damaged} 个损坏的条目'
  },
  'cache.collected': {
    en: '{removedActions} {removedActions#action|actions} and {removedBlobs} {removedBlobs#file|files} ' +
      'removed, {freed} freed; {kept} kept',
    zh: '已删除 {removedActions} 个动作和 {removedBlobs} 个文件，释放 {freed}；保留 {kept}'
  },
  'run.waiting': {
    en: 'Waiting for another run on this project (process {pid}, for {age}: {command}).',
    zh: '正在等待该项目的另一个运行（进程 {pid}，已 {age}：{command}）。'
  },
  'watch.waiting': {
    en: 'Watching {folder} for changes; Ctrl-C ends it',
    zh: '正在监视 {folder} 的修改；按 Ctrl-C 结束'
  },
  'watch.changed': { en: 'Changed: {files}', zh: '已修改：{files}' },
  'watch.parameter': { en: 'parameter {name}', zh: '参数 {name}' },
  'watch.polling': {
    en: 'Warning: the system has no file watches left (fs.inotify.max_user_watches); ' +
      'looking through {folder} once a second instead',
    zh: '警告：系统的文件监视数已用完（fs.inotify.max_user_watches），改为每秒检查一次 {folder}'
  },
  'run.fileWarning': { en: '{file}: {warning}', zh: '{file}：{warning}' },
  'atlas.toolWarning': { en: '{set}: TexturePacker: {warning}', zh: '{set}：TexturePacker：{warning}' },
  'outputs.leftAlone': {
    en: '{path} was changed by hand and is no longer an output: it is left as it is',
    zh: '{path} 被手工改动过，且不再是输出：保持原样'
  },
  'run.warning': { en: 'Warning: {warning}', zh: '警告：{warning}' },
  'action.layout': { en: '{of} layout', zh: '{of} 的布局' },
  'action.page': { en: '{of} page', zh: '{of} 的页面' },
  'action.sheet': { en: '{of} sheet', zh: '{of} 的图集描述文件' },
  'action.sheets': { en: '{of} sheets', zh: '{of} 的各页' },
  'action.sprites': { en: '{of} sprites', zh: '{of} 的小图' },
  'action.set': { en: '{of} set', zh: '{of} 整套' },
  'action.version': { en: '{of} version', zh: '{of} 的版本' },
  'run.progress': {
    en: '{seconds} s: {files} {files#file|files}, {done} {done#action|actions} done, {cached} cached, ' +
      '{running} running: {current}',
    zh: '{seconds} 秒：{files} 个文件，{done} 个动作完成，{cached} 个已缓存，{running} 个运行中：{current}'
  },
  'run.ended.executed': { en: '{action}: {seconds} s', zh: '{action}：{seconds} 秒' },
  'run.ended.cached': { en: '{action}: cached', zh: '{action}：已缓存' },
  'run.ended.failed': { en: '{action}: failed after {seconds} s', zh: '{action}：{seconds} 秒后失败' },
  'run.ended.missing': { en: '{action}: would run', zh: '{action}：将执行' },
  'run.writtenFile': { en: '{file}: {size}', zh: '{file}：{size}' },
  'run.remaining': { en: 'about {seconds} s left for these', zh: '这些约还需 {seconds} 秒' },
  'run.done': {
    en: '{project}: done in {seconds} s. {executed} {executed#action|actions} ran, {cached} cached; ' +
      '{written} of {outputs} {outputs#output|outputs} written ({size}), {removed} removed.',
    zh: '{project}：{seconds} 秒完成。{executed} 个动作已执行，{cached} 个已缓存；写入 {outputs} ' +
      '个输出中的 {written} 个（{size}），删除 {removed} 个。'
  },
  'run.unchanged': {
    en: '{project}: nothing to do ({seconds} s, {cached} {cached#action|actions} cached, {outputs} ' +
      '{outputs#output|outputs}).',
    zh: '{project}：无需处理（{seconds} 秒，{cached} 个动作已缓存，{outputs} 个输出）。'
  },
  'run.saved': {
    en: 'The cache saved {time} of work.',
    zh: '缓存节省了 {time}的工作。'
  },
  'run.sharedCache': {
    en: 'Shared cache {place}: {hits} {hits#result|results} fetched ({fetched}), {sent} sent ({size}).',
    zh: '共享缓存 {place}：取回 {hits} 个结果（{fetched}），发送 {sent} 个（{size}）。'
  },
  'run.sharedCacheLeft': {
    en: 'The shared cache {place} is left alone for a while: {reason}.',
    zh: '暂时不再使用共享缓存 {place}：{reason}。'
  },
  'run.sharedCacheWrong': {
    en: 'The shared cache {place} gave {count} wrong answers; none of them was used.',
    zh: '共享缓存 {place} 给出了 {count} 个错误的内容；均未使用。'
  },
  'run.sharedCacheSlow': {
    en: 'The shared cache {place} is slow: {late} of {asked} {asked#result|results} {late#was|were} ' +
      'sooner made than fetched.',
    zh: '共享缓存 {place} 很慢：{asked} 个结果中有 {late} 个制作比取回更快。'
  },
  'run.sharedCacheRefused': {
    en: 'The shared cache {place} takes no results of this user ({reason}): "access": "read" says so, too.',
    zh: '共享缓存 {place} 不接受该用户的结果（{reason}）：可在配置中设置 "access": "read"。'
  },
  'run.sharedCacheUnsent': {
    en: '{count} {count#result|results} {count#was|were} not sent to the shared cache in time; the ' +
      'agent sends {count#it|them}, or the next run.',
    zh: '有 {count} 个结果未能及时发送到共享缓存；代理或下一次运行会发送。'
  },
  'run.sharedCacheNotOpened': {
    en: 'Built without the shared cache: {reason}',
    zh: '未使用共享缓存进行构建：{reason}'
  },
  'run.staged': {
    en: 'The workspace is on a slow file system ({type}): {count} tool runs worked in a local folder ' +
      'instead, which saved about {seconds} s.',
    zh: '工作区位于慢速文件系统（{type}）：{count} 次工具运行改在本地目录进行，约节省 {seconds} 秒。'
  },
  'run.moreActions': {
    en: '… and {count} more',
    zh: '……另有 {count} 个'
  },
  'run.notStaged': {
    en: 'The workspace is on a slow file system ({type}), and the local folder for temporary files has ' +
      'no space: {count} tool runs worked in the workspace.',
    zh: '工作区位于慢速文件系统（{type}），而本地临时目录空间不足：{count} 次工具运行在工作区内进行。'
  },
  'run.planned': {
    en: '{project}: {executed} {executed#action|actions} would run, {cached} are cached; outputs that ' +
      'would be removed: ' +
      '{removed}.',
    zh: '{project}：将执行 {executed} 个动作，{cached} 个已缓存；将删除 {removed} 个输出。'
  },
  'contactSheet.summary': {
    en: 'Pages: {pages}, frames: {frames}, used: {share} % of the area',
    zh: '共 {pages} 页、{frames} 帧，面积利用率 {share} %'
  },
  'contactSheet.page': {
    en: '{width}×{height}, frames: {frames}, used: {share} %',
    zh: '{width}×{height}，{frames} 帧，利用率 {share} %'
  },
  'contactSheet.names': { en: 'Frame names', zh: '帧名' }
})
