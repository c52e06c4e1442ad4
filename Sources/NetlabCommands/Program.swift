import ArgumentParser
import Glibc
import LabRuntime
import SystemPackage

/// The program's way from its arguments to its exit status.
public enum Program {
  /// Runs the command that the arguments name, and ends the process.
  public static func main() async {
    // While a lab runs on the machine itself, its shells find netlab by the names of tools.
    if let tool = ShimCall.tool { ShimCall.main(tool) }
    // A reader that goes away is an error like others, not the end of us before we have cleaned up.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Netlab.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as Errno {
      Output.complain(aboutLoss: error)
      exit(2)
    } catch {
      Netlab.exit(withError: error)
    }
    exit(0)
  }
}
