import { defineTexts } from './define-texts.js'

/** Machine health: `check.KIND` names a kind of check, `checkHint.KIND` says what to do about it. */
export const healthTexts = defineTexts({
  'check.named': { en: '{title} ({name})', zh: '{title}（{name}）' },
  'check.folder.workspace': { en: 'workspace{number}', zh: '工作区{number}' },
  'check.folder.cache': { en: 'cache{number}', zh: '缓存{number}' },
  'check.folder.images': { en: 'images{number}', zh: '镜像{number}' },
  'check.folder.temp': { en: 'temp{number}', zh: '临时目录{number}' },
  'check.disk': { en: 'Free space', zh: '可用空间' },
  'checkHint.disk': {
    en: 'Free space in {subject}: remove old workspaces, or run "packline cache gc" for the cache.',
    zh: '请清理 {subject}：删除旧的工作区，缓存可运行 "packline cache gc"。'
  },
  'check.inodes': { en: 'Free inodes', zh: '可用 inode' },
  'checkHint.inodes': {
    en: '{subject} runs out of inodes: remove folders with many small files, such as old workspaces and ' +
      'node_modules.',
    zh: '{subject} 的 inode 快用完了：删除含大量小文件的目录，例如旧工作区和 node_modules。'
  },
  'check.writable': { en: 'Writable', zh: '可写' },
  'checkHint.writable': {
    en: 'Nothing can be written to {subject} ({problem}): look for a full or read-only disk in "mount" ' +
      "and the system log, and at the folder's owner.",
    zh: '无法写入 {subject}（{problem}）：请检查 "mount" 和系统日志中磁盘是否已满或只读，以及目录的所有者。'
  },
  'check.latency': { en: 'Small file latency', zh: '小文件延迟' },
  'checkHint.latency': {
    en: 'Small files in {subject} are slow: look for a failing drive, a virus scanner, or a network mount.',
    zh: '{subject} 中的小文件很慢：请检查磁盘故障、杀毒软件或网络挂载。'
  },
  'check.mount': { en: 'File system', zh: '文件系统' },
  'checkHint.mount': {
    en: '{subject} is slow for small files ({problem}). Put the workspace on a local disk or volume; ' +
      'packline stages assets locally meanwhile.',
    zh: '{subject} 处理小文件很慢（{problem}）。请把工作区放到本地磁盘或卷上；在此之前 packline ' +
      '会在本地暂存资源。'
  },
  'check.memory': { en: 'Free memory', zh: '可用内存' },
  'checkHint.memory': {
    en: 'Programs take nearly all memory: lower the jobs at once, or find what leaks.',
    zh: '程序几乎占满内存：请减少并发任务，或找出内存泄漏。'
  },
  'check.swapping': { en: 'Swapping', zh: '交换' },
  'checkHint.swapping': {
    en: 'The machine swaps all the time: lower the jobs at once, or add memory.',
    zh: '机器一直在换页：请减少并发任务，或增加内存。'
  },
  'check.load': { en: 'Load', zh: '负载' },
  'checkHint.load': {
    en: 'More wants to run than there are cores: look for left-over processes and lower the jobs at once.',
    zh: '等待运行的程序多于核心数：请检查残留进程并减少并发任务。'
  },
  'check.clock': { en: 'Clock offset', zh: '时钟偏差' },
  'checkHint.clock': {
    en: 'The clock is wrong ({problem}): switch on time synchronisation, "timedatectl set-ntp true" or ' +
      '"sudo sntp -sS time.apple.com".',
    zh:
      '时钟不准（{problem}）：请开启时间同步，"timedatectl set-ntp true" 或 "sudo sntp -sS time.apple.com"。'
  },
  'check.drive': { en: 'Drive', zh: '硬盘' },
  'checkHint.drive': {
    en: '{subject}: {problem}. Save what is on it and replace the drive.',
    zh: '{subject}：{problem}。请保存数据并更换硬盘。'
  },
  'check.driveRights': { en: 'Drives unseen', zh: '无法查看硬盘' },
  'checkHint.driveRights': {
    en: 'smartctl may not read {subject}, so nobody sees a drive fail: let root leave its answers here.',
    zh: 'smartctl 无权读取 {subject}，硬盘故障将无人察觉：请让 root 定时为代理留下读数。'
  },
  'check.temperature': { en: 'Temperature', zh: '温度' },
  'checkHint.temperature': {
    en: 'The processor is too hot: clean the fans, check the room.',
    zh: '处理器过热：请清洁风扇并检查机房。'
  },
  'check.throttling': { en: 'Throttling', zh: '降频' },
  'checkHint.throttling': {
    en: 'The processor is slowed down by heat or power: clean the fans, check the power supply.',
    zh: '处理器因过热或供电而降频：请清洁风扇并检查电源。'
  },
  'check.tool': { en: 'Tool', zh: '工具' },
  'checkHint.tool': {
    en: '{subject} is missing or does not work ({problem}); "packline doctor" names the command that ' +
      'mends it.',
    zh: '{subject} 缺失或无法工作（{problem}）；"packline doctor" 会给出修复命令。'
  },
  'check.notice': { en: 'Notices', zh: '通知' },
  'checkHint.notice': {
    en: '{name} is not told: {problem}. Mend it ("packline notify test" tries it), then send again what ' +
      'waits, on the page /projects/NAME/notices.',
    zh:
      '{name} 收不到通知：{problem}。请修复（可用 "packline notify test" 试发），然后在页面 /projects/NAME/notices 上重新发送。'
  },
  'check.repository': { en: 'Repository', zh: '仓库' },
  'checkHint.repository': {
    en: 'Pushes to {name} are not built as they should be: {problem}. "packline trigger status" tells more.',
    zh: '推送到 {name} 的内容未能正常构建：{problem}。详见 "packline trigger status"。'
  },
  'check.licence': { en: 'Licence', zh: '许可证' },
  'checkHint.licence': {
    en: 'The licence is missing: {problem}. Activate it for this account, or pin this device with ' +
      '"packline licence pin".',
    zh: '缺少许可证：{problem}。请为此账户激活，或用 "packline licence pin" 固定此设备。'
  },
  'check.seats': { en: 'Seats in use', zh: '席位使用率' },
  'checkHint.seats': {
    en: 'The seats of {name} are nearly always taken: jobs wait for them.',
    zh: '{name} 的席位几乎一直被占用：任务在等待。'
  },
  'check.queue': { en: 'Waiting jobs', zh: '等待的任务' },
  'checkHint.queue': {
    en: 'Jobs wait for this machine: give its labels to another one too.',
    zh: '有任务在等待这台机器：请让另一台机器也具有它的标签。'
  },
  'check.lag': { en: 'Event-loop lag', zh: '事件循环延迟' },
  'checkHint.lag': {
    en:
      'The agent did not get to its work: the machine is overloaded, was asleep, or the agent has a defect.',
    zh: '代理未能及时工作：机器过载、曾休眠，或代理有缺陷。'
  },
  'check.service': { en: 'Service', zh: '服务' },
  'checkHint.service': {
    en: '{subject} cannot be reached reliably ({problem}): is it up, and the network to it?',
    zh: '无法稳定连接 {subject}（{problem}）：服务和网络是否正常？'
  },
  'check.backup': { en: 'Last backup', zh: '最近备份' },
  'checkHint.backup': {
    en: '{subject}: {problem}. Run "packline backup run {subject}" and look at what runs it otherwise.',
    zh: '{subject}：{problem}。请运行 "packline backup run {subject}"，并检查平时由谁运行它。'
  },
  'check.directory': { en: 'Directory of people', zh: '人员目录' },
  'checkHint.directory': {
    en: 'The directory is not as its source ({problem}): run "packline directory sync --plan" and look at ' +
      'what runs it otherwise.',
    zh: '目录与来源不一致（{problem}）：请运行 "packline directory sync --plan"，并检查平时由谁运行同步。'
  },
  'check.drill': { en: 'Last drill', zh: '最近演练' },
  'checkHint.drill': {
    en: '{subject}: {problem}. A backup counts once it was restored: run "packline backup drill {subject}".',
    zh: '{subject}：{problem}。备份恢复过才算数：请运行 "packline backup drill {subject}"。'
  },
  'check.staging': { en: 'Last good sweep of staging', zh: '预发布环境最近一次成功清理' },
  'checkHint.staging': {
    en: '{subject}: {problem}. Run "packline staging sweep" on this machine and look at what it finds.',
    zh: '{subject}：{problem}。请在本机运行 "packline staging sweep" 并查看结果。'
  },
  'check.site': { en: 'Last good site check', zh: '站点最近一次检查通过' },
  'checkHint.site': {
    en: '{subject}: {problem}. Run "packline site check" on its project and look at what it finds.',
    zh: '{subject}：{problem}。请在其项目中运行 "packline site check" 并查看结果。'
  },
  'check.image': { en: 'Container image', zh: '容器镜像' },
  'checkHint.image': {
    en: '{subject}: {problem}. "packline image build" tries again.',
    zh: '{subject}：{problem}。"packline image build" 可重试。'
  },
  'check.imageBuilder': { en: 'Builder of container images', zh: '容器镜像构建工具' },
  'checkHint.imageBuilder': {
    en: 'Container images cannot be built here ({problem}): docs/images.md says what a machine needs.',
    zh: '本机无法构建容器镜像（{problem}）：docs/zh-CN/images.md 说明机器需要什么。'
  },
  'check.drift': { en: 'Order of Jenkins', zh: 'Jenkins 的配置' },
  'checkHint.drift': {
    en:
      '{subject}: {problem}. "packline jenkins plan" shows the difference, "packline jenkins apply" ends it.',
    zh: '{subject}：{problem}。"packline jenkins plan" 显示差异，"packline jenkins apply" 将其消除。'
  },
  'check.sharedCache': { en: 'Shared cache', zh: '共享缓存' },
  'checkHint.sharedCache': {
    en: 'Runs make what {subject} may have ({problem}): look at that server, its disk and the network to it.',
    zh: '运行不再使用 {subject} 中的结果（{problem}）：请检查该服务器、其磁盘以及网络。'
  },
  'check.build': { en: 'Probe build against own best', zh: '试构建与自身最佳相比' },
  'checkHint.build': {
    en: 'This machine is slower than it was ({problem}): look for heat, a failing drive, or something ' +
      'else that runs.',
    zh: '这台机器比以前慢（{problem}）：请检查过热、硬盘故障或其他正在运行的程序。'
  },
  'check.buildModel': { en: 'Probe build against its model', zh: '试构建与同型号相比' },
  'checkHint.buildModel': {
    en: 'This machine is slower than others of its model ({problem}).',
    zh: '这台机器比同型号的其他机器慢（{problem}）。'
  },
  'check.probe': { en: 'Probe', zh: '探测' },
  'checkHint.probe': { en: 'The look at {name} failed: {problem}.', zh: '检查 {name} 失败：{problem}。' },
  'check.history': { en: 'Health history', zh: '健康历史' },
  'checkHint.history': {
    en: 'The history could not be read and was started anew; what there was is in {subject} ({problem}).',
    zh: '历史无法读取，已重新开始；原有内容在 {subject}（{problem}）。'
  },
  'check.silent': { en: 'Reports', zh: '上报' },
  'checkHint.silent': {
    en: 'The agent has not reported for {problem}: is the machine up, on the network, and its agent running?',
    zh: '代理已有 {problem} 没有上报：机器、网络和代理是否正常？'
  },
  'grade.good': { en: 'good', zh: '良好' },
  'grade.degraded': { en: 'degraded', zh: '降级' },
  'grade.poor': { en: 'poor', zh: '差' },
  'state.ok': { en: 'ok', zh: '正常' },
  'state.warn': { en: 'warning', zh: '警告' },
  'state.fail': { en: 'failing', zh: '故障' },
  'command.health': {
    en: 'Show how this machine is: grade, reasons and checks',
    zh: '显示本机状况：等级、原因和各项检查'
  },
  'command.doctor': {
    en: 'Look for what is missing on this machine, and name the command that mends it',
    zh: '查找本机缺少的东西，并给出修复命令'
  },
  'option.requireGrade': {
    en: 'Fail with exit status 3 when the machine is worse',
    zh: '机器比这更差时以退出状态 3 失败'
  },
  'finding.agent': { en: 'agent', zh: '代理' },
  'finding.config': { en: 'config', zh: '代理配置' },
  'finding.device': { en: 'device', zh: '设备标识' },
  'finding.hook': { en: 'hook', zh: '钩子' },
  'finding.ignored': { en: 'ignored', zh: '忽略的目录' },
  'finding.jenkinsfile': { en: 'jenkinsfile', zh: '流水线文件' },
  'finding.label': { en: 'label', zh: '标签' },
  'finding.layouts': { en: 'layouts', zh: '布局文件' },
  'finding.licences': { en: 'licences', zh: '许可证' },
  'finding.node': { en: 'node', zh: 'Node 版本' },
  'finding.plan': { en: 'plan', zh: '计划' },
  'finding.project-file': { en: 'project-file', zh: '项目文件' },
  'finding.rules': { en: 'rules', zh: '规则' },
  'finding.targets': { en: 'targets', zh: '目标' },
  'finding.version-control': { en: 'version-control', zh: '版本控制' },
  'finding.workers': { en: 'workers', zh: '常驻进程' },
  'finding.workspaces': { en: 'workspaces', zh: '工作区' },
  'health.lookedHere': {
    en: 'No agent is up: looked once, without history.',
    zh: '没有代理在运行：只检查了一次，没有历史。'
  },
  'health.heading': {
    en: '{device}: {grade} for {age}  {machine}',
    zh: '{device}：{grade}，已 {age}  {machine}'
  },
  'doctor.well': { en: 'Nothing is missing.', zh: '什么都不缺。' },
  'doctor.missing': { en: '{count} {count#finding|findings}.', zh: '发现 {count} 个问题。' },
  'doctor.noConfig': { en: 'none at {file}; all defaults', zh: '{file} 不存在；全部使用默认值' },
  'doctor.noAgent': { en: 'no agent is up', zh: '没有代理在运行' },
  'doctor.workers': {
    en: '{count} warm {count#worker|workers}, {size}: {projects}',
    zh: '{count} 个常驻进程，{size}：{projects}'
  },
  'doctor.noWorkspaces': {
    en: 'no "workspaces" in the configuration: only cache and temp are looked at',
    zh: '配置中没有 "workspaces"：只检查缓存和临时目录'
  }
})
