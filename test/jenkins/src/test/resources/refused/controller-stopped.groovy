// fails with: staticMethod java.lang.System exit int
System.exit(0)
