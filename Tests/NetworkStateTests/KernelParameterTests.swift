import NetworkState
import Testing

@Suite struct KernelParameterTests {
  @Test(arguments: [
    ("net.ipv4.ip_forward", "net/ipv4/ip_forward"), ("net/ipv4/ip_forward", "net/ipv4/ip_forward"),
    ("net.ipv4.conf.eth0/7.rp_filter", "net/ipv4/conf/eth0.7/rp_filter"),
    ("net/ipv4/conf/eth0.7/rp_filter", "net/ipv4/conf/eth0.7/rp_filter"),
  ])
  func paths(_ key: String, _ path: String) {
    #expect(KernelParameter.path(of: key) == path)
  }

  @Test(arguments: [
    "", "net", "net.", ".net", "net..ip", "net/../kernel/x", "net.//.kernel.x", "net/./x",
    "net./.x",
    "net//x", "/net/x", "net.ipv4 .x", "net.\0",
  ])
  func refuses(_ key: String) {
    #expect(KernelParameter.path(of: key) == nil)
  }
}
