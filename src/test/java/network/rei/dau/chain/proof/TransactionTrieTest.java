package network.rei.dau.chain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares roots with those that {@code @ethereumjs/mpt} computed. */
class TransactionTrieTest {

  /** Values of 40 to 139 bytes, so that each node is replaced by its hash. */
  @ParameterizedTest
  @CsvSource({
    "0, 0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "1, 0xf26869b38c3ec6c808135b15cb167d78b8b5651887a03a4121168e1e662a7857",
    "2, 0x10da3aaedd98639a47ff8aab63864a335e9e58570b63c884982c73606808db31",
    "3, 0x8a5729493185c18874b334007421ff6b27cc5d7d505e0b5356fdf1ab0b8f5c88",
    "16, 0x814fabf2cd658dafe5cd402f9bf0fe424838a340898be3b07699c5330f1f1b90",
    "17, 0x34a8f0aee3941064c843c6163b067762ed33753e3bb839f1e86ea6f50f821a2f",
    "127, 0xba24171392e12218181fe9bd883adad544e9eb40b984add42e04430a15a2a699",
    "128, 0x8d2483076a8ea301fbea19d16762697d5ece4e0a539a9591c2efad31e7588577",
    "129, 0x714438baadab6ae5f835c4123c8ee72dcb6e07735712e7cdcf6ac67f094c4a0a",
    "200, 0xc4a33f16227ee5a0901930dffb731032e159d37aac3791a9e9592166b618cd48",
    "255, 0x23bf684e1f4bdbb816981c5433495fd5a619ba3df8dedc68ad786285c999d0e7",
    "256, 0xed044a3f6545deffb9d4a5cb871b3bb87d41703d09432fae4bb23cce0f718794",
    "257, 0x4e93ccb9af071263a98f98dc78186ce91a4fe9560ff34dd002c2cae248a01bb7",
    "300, 0xb947e57f5b0248733228502a3c044de2c5607a6210ba9366cc73b03301c0b2b4",
    "1000, 0xd962d8534788678c06ce7e0cddc42bb6963cc5414511bc825a3967759d6838fd"
  })
  void shouldComputeTheRootOfTransactions(int count, String root) {
    assertThat(root(new TransactionTrie(), count, 40, 100)).isEqualTo(root);
  }

  /** Values of 1 to 5 bytes, so that parents contain nodes. */
  @ParameterizedTest
  @CsvSource({
    "0, 0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "1, 0xac92bc8d02906a87a573c32c72bb427036f0e43d7a7375c5c491ebba064add15",
    "2, 0x606291705980d88c5a50b7dbd633d36963b0990c17a0b2321f3a12e2278de22d",
    "3, 0x3c1993e8ed481f7317bb311219345543d5c684ba1e45cf9910be1f41f93b7288",
    "16, 0xdf0462493d2d5afe02bce56d99e54c486efea72ae812072cf75cd2a9fcc3075f",
    "17, 0xc0fa79fe1a92c57336224f215bbfd09854457f9ea143fe675ae75ab873d6dcb4",
    "127, 0xb5b20c65ea282dd34c1b6a508f248d166805ee54c5ff500ab170566b73df3eb4",
    "128, 0x29575e7153fa768a76db73f7f509875252509fd5058686dd785a4a03112648c4",
    "129, 0x3cfe37b58ac895e2172042bf43008264a8db177ed6a653dde556843b7848590d",
    "200, 0x2833f13dc8e48b56626fab9a5c9b4e0e633da2e604c86038a1bbddfaef1c69d3",
    "255, 0xe98149c0a0cbe5b9e7d53c1d031daff05e2eca7a41ba2ed99ccb0d2dd97030f4",
    "256, 0x79b53bd077c4d1f459b0c84526ff6f256cf7e60133e82aee7fa17f396ce83dd6",
    "257, 0xe301bf71cda6701c7381531db999b41d0e6429cdf8641b277599ab5f65a49a9f",
    "300, 0x6e948f4dc257834712cd5ed69dd75a2b145b76cdbdefe210277be4ac6fc2e2fd",
    "1000, 0xb4010d3e9a8a600982e216357187ea5b7757ab43004e4fbb3fe43a1371575637"
  })
  void shouldComputeTheRootOfNodesThatAreContainedInTheirParents(int count, String root) {
    assertThat(root(new TransactionTrie(), count, 1, 5)).isEqualTo(root);
  }

  @Test
  void shouldBeUsedForOneBlockAfterTheOther() {
    TransactionTrie trie = new TransactionTrie();
    for (int count : new int[] {300, 0, 1, 129, 2, 128}) {
      String root = root(trie, count, 40, 100);
      assertThat(root).isEqualTo(root(new TransactionTrie(), count, 40, 100));
      trie.clear();
    }
  }

  private static String root(TransactionTrie trie, int count, int shortest, int lengths) {
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[shortest + i % lengths];
      for (int j = 0; j < value.length; j++) {
        value[j] = (byte) (i + 31 * j + 1);
      }
      trie.add(value);
    }
    return "0x" + HexFormat.of().formatHex(trie.root());
  }
}
