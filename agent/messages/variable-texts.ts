import { defineTexts } from './define-texts.js'

/** What each variable of the environment says; `variable.NAME` is the text of NAME. */
export const variableTexts = defineTexts({
  'topic.variables': {
    en: 'Variables of the environment; an option of a command goes before its variable. What is set to ' +
      'nothing ' +
      'counts as not set, but for FORCE_COLOR.',
    zh: '环境变量；命令的选项优先于对应的变量。除 FORCE_COLOR 外，设为空值等于没有设置。'
  },
  'variables.packline': { en: 'What packline does', zh: 'packline 的行为' },
  'variables.tools': { en: 'Tools and services', zh: '工具与服务' },
  'variables.jenkins': { en: 'In Jenkins', zh: 'Jenkins 中' },
  'variables.given': {
    en: 'Given by packline to the programs and builds that it starts',
    zh: 'packline 提供给它所启动的程序和构建的变量'
  },
  'variable.PACKLINE_HOME': {
    en: "The folder of the cache, jobs, history and local licences; else the user's data folder",
    zh: '保存缓存、任务、历史和本机许可证的目录；否则用用户的数据目录'
  },
  'variable.PACKLINE_CONFIG': {
    en: "The agent's configuration; else agent.json in the user's configuration folder",
    zh: '代理的配置文件；否则用用户配置目录中的 agent.json'
  },
  'variable.PACKLINE_LANG': {
    en: 'Language of what people read: zh-CN or en; else that of LC_ALL, LC_MESSAGES or LANG',
    zh: '供人阅读的文字所用的语言：zh-CN 或 en；否则依次按 LC_ALL、LC_MESSAGES、LANG'
  },
  'variable.PACKLINE_AGENT': {
    en:
      'The agent to hand work to: http://…, https://… or unix:PATH; none: work here; else the one of this ' +
      'machine',
    zh: '接受工作的代理：http://…、https://… 或 unix:PATH；none：就在此处做；否则用本机的代理'
  },
  'variable.PACKLINE_AGENT_TOKEN_FILE': {
    en: 'File with the token for that agent',
    zh: '存放该代理令牌的文件'
  },
  'variable.PACKLINE_AGENT_TOKEN': {
    en: 'The token itself, before the one of the file',
    zh: '令牌本身，优先于文件中的令牌'
  },
  'variable.PACKLINE_JOB_KEY': {
    en: 'Key of the job at the agent, for the one command that gets it: the same key is the same job',
    zh: '任务在代理处的键，只对得到它的那条命令有效：相同的键即同一任务'
  },
  'variable.PACKLINE_CACHE': {
    en: 'What builds may do with the shared cache: read-write, read or off; the configuration may allow less',
    zh: '构建如何使用共享缓存：read-write、read 或 off；配置允许的可能更少'
  },
  'variable.PACKLINE_DEVICE_ID': {
    en:
      'Name of the physical machine, before "device" of the configuration; containers get that of their host',
    zh: '物理机的名称，优先于配置中的 "device"；容器使用其主机的名称'
  },
  'variable.PACKLINE_MACHINE_ID_FILE': {
    en: 'File with the machine id, from which a name is made; in containers the file of their host',
    zh: '存放机器 id 的文件，名称由它得出；容器中用其主机的文件'
  },
  'variable.PACKLINE_LOG_FILE': {
    en: "File of the agent's log; else standard error",
    zh: '代理的日志文件；否则写到标准错误'
  },
  'variable.PACKLINE_LOG_LEVEL': {
    en: "Least level of the agent's log: trace, debug, info, warn, error or fatal; else info",
    zh: '代理日志的最低级别：trace、debug、info、warn、error 或 fatal；默认为 info'
  },
  'variable.PACKLINE_DEBUG': {
    en: 'Errors come with the place in the program',
    zh: '错误附带其在程序中的位置'
  },
  'variable.NO_COLOR': { en: 'No colours', zh: '不使用颜色' },
  'variable.FORCE_COLOR': {
    en: 'Colours also where the output is no terminal; 0 or false: none',
    zh: '输出不是终端时也使用颜色；0 或 false：不使用'
  },
  'variable.CI': {
    en: 'true: layout files that version control knows must not change',
    zh: 'true：版本控制中的布局文件不得改动'
  },
  'variable.TMPDIR': {
    en: 'Folder for what tools need for a short time',
    zh: '工具存放短期文件的目录'
  },
  'variable.TRACEPARENT': {
    en: "The trace (W3C) that a command's spans belong to",
    zh: '命令的追踪片段所属的追踪（W3C）'
  },
  'variable.PACKLINE_TEXTUREPACKER': {
    en: 'The TexturePacker program; else the one on PATH',
    zh: 'TexturePacker 程序；否则在 PATH 中查找'
  },
  'variable.PACKLINE_CCSUIEXPORTER': {
    en: 'The CCSUIExporter program; else the one on PATH',
    zh: 'CCSUIExporter 程序；否则在 PATH 中查找'
  },
  'variable.PACKLINE_COCOS_TOOL': {
    en: 'The Cocos.Tool program; else the one on PATH',
    zh: 'Cocos.Tool 程序；否则在 PATH 中查找'
  },
  'variable.PACKLINE_APKSIG': {
    en: "The jar of Google's library apksig; else the one of the local Maven repository",
    zh: 'Google 的 apksig 库的 jar；否则用本机 Maven 仓库中的'
  },
  'variable.PACKLINE_BUNDLETOOL': {
    en: 'The jar of bundletool, or a folder of its jars; else the command on PATH',
    zh: 'bundletool 的 jar，或存放其各个 jar 的目录；否则用 PATH 中的命令'
  },
  'variable.ANDROID_HOME': {
    en: 'The Android SDK, for apksigner; ANDROID_SDK_ROOT is looked at next',
    zh: 'Android SDK，用于查找 apksigner；其次查看 ANDROID_SDK_ROOT'
  },
  'variable.JAVA_HOME': {
    en: 'The Java to run; else the one on PATH',
    zh: '要运行的 Java；否则在 PATH 中查找'
  },
  'variable.AWS_REGION': {
    en: 'Region of an s3:// address that names none',
    zh: '未写明区域的 s3:// 地址所在的区域'
  },
  'variable.AWS_ACCESS_KEY_ID': {
    en: 'Key for s3:// addresses, with AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN',
    zh: 's3:// 地址的密钥，连同 AWS_SECRET_ACCESS_KEY 和 AWS_SESSION_TOKEN'
  },
  'variable.ALIBABA_CLOUD_ACCESS_KEY_ID': {
    en: 'Key for oss:// addresses and the CDN, with ALIBABA_CLOUD_ACCESS_KEY_SECRET and ' +
      'ALIBABA_CLOUD_SECURITY_TOKEN',
    zh: 'oss:// 地址和 CDN 的密钥，连同 ALIBABA_CLOUD_ACCESS_KEY_SECRET 和 ALIBABA_CLOUD_SECURITY_TOKEN'
  },
  'variable.PACKLINE': {
    en: 'The command that the steps call on a node; else packline on PATH',
    zh: '步骤在节点上调用的命令；否则用 PATH 中的 packline'
  },
  'variable.PACKLINE_DEFAULTS': {
    en: "File with the farm's own defaults of step arguments",
    zh: '机群自己的步骤参数默认值所在的文件'
  },
  'variable.PACKLINE_CLOUD_LABELS': {
    en: 'Labels for which a cloud makes nodes, so that none need have them yet; * for any',
    zh: '由云按需创建节点的标签，此时可以还没有节点带有它们；* 表示任意标签'
  },
  'variable.BUILD_USER_ID': {
    en: 'Who started the build; stands in the history of what it changes',
    zh: '启动构建的人；记入其更改的历史'
  },
  'variable.BRANCH_NAME': {
    en: 'The branch of the build; stands at the staging environments that it makes',
    zh: '构建的分支；记在其创建的预发布环境上'
  },
  'variable.GIT_COMMIT': {
    en: 'The commit of the build; stands at the staging environments that it makes',
    zh: '构建的提交；记在其创建的预发布环境上'
  },
  'variable.PACKLINE_REPORTS': {
    en: 'Set by the steps: names of reports that this build has',
    zh: '由步骤设置：本次构建已有的报告名称'
  },
  'variable.PACKLINE_LIBRARY': {
    en: 'Set by the steps: version of the library, which has to fit the command',
    zh: '由步骤设置：共享库的版本，必须与命令相符'
  },
  'variable.PACKLINE_LIBRARY_AGENTS': {
    en: 'Set by the steps: versions of the command that this library works with',
    zh: '由步骤设置：该共享库支持的命令版本'
  },
  'variable.PACKLINE_LEASE': {
    en: 'Marker of the lease that the process stands under; ends with it',
    zh: '进程所属租约的标记；租约结束时进程一并结束'
  },
  'variable.PACKLINE_LEASE_SEAT': { en: 'Number of the seat', zh: '席位的编号' },
  'variable.PACKLINE_LEASE_EPOCH': {
    en: 'Number of the lease, which only grows',
    zh: '租约的序号，只增不减'
  },
  'variable.PACKLINE_JOB': {
    en: 'accepted: the process belongs to a job of the agent',
    zh: 'accepted：该进程属于代理的一个任务'
  },
  'variable.PACKLINE_STEP': {
    en: 'For publishing commands: publish, deliver or refresh',
    zh: '用于发布命令：publish、deliver 或 refresh'
  },
  'variable.PACKLINE_RELEASE': {
    en: 'For publishing commands: the release, or those of the targets',
    zh: '用于发布命令：所属的发布，或各目标的发布'
  },
  'variable.PACKLINE_TARGET': {
    en: 'For publishing commands: the target or targets',
    zh: '用于发布命令：一个或多个目标'
  },
  'variable.PACKLINE_REQUEST': {
    en: 'Of a build that was ordered on a page: name of the order',
    zh: '在页面上下单的构建：订单的名称'
  },
  'variable.PACKLINE_KIND': {
    en: 'Its kind: package, hotupdate, rollback, publish, upload, symbols or store-rollout',
    zh: '其种类：package、hotupdate、rollback、publish、upload、symbols 或 store-rollout'
  },
  'variable.PACKLINE_PERSON': { en: 'Who ordered it', zh: '下单的人' },
  'variable.PACKLINE_VERSION': {
    en: 'The version that was ordered; docs/jenkins.md lists the others',
    zh: '所订的版本；其余见 docs/zh-CN/jenkins.md'
  },
  'variable.PACKLINE_BATCH': {
    en: 'Of a build that a push started: name of the run',
    zh: '推送所触发的构建：运行的名称'
  },
  'variable.PACKLINE_REPOSITORY': { en: 'The repository', zh: '仓库' },
  'variable.PACKLINE_BRANCH': { en: 'The branch', zh: '分支' },
  'variable.PACKLINE_COMMIT': {
    en: 'What to build: a hash, or a revision',
    zh: '要构建的内容：提交的哈希或修订号'
  },
  'variable.PACKLINE_BASE': {
    en: 'The last good commit; empty when everything is to be built',
    zh: '上一个构建成功的提交；要全部构建时为空'
  },
  'variable.PACKLINE_COMMITS': {
    en: 'The commits, one a line; empty when they are too many',
    zh: '各个提交，每行一个；过多时为空'
  },
  'variable.PACKLINE_PATHS': {
    en: 'Changed files that matter, one a line; empty when they are too many',
    zh: '有关的改动文件，每行一个；过多时为空'
  },
  'variable.PACKLINE_FULL': {
    en: 'true when no earlier good commit is in its history',
    zh: '历史中没有更早的成功提交时为 true'
  }
})
