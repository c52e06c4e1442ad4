import ArgumentParser
import LabDocument
import LabRuntime

public struct Netlab: AsyncParsableCommand {
  public static let configuration = CommandConfiguration(commandName: "netlab", version: "0.1.0")
  public init() {}
}
