// Reads the paths of PDF files, one a line, and says of each what veraPDF finds against PDF/A-3a
// and PDF/UA-1: a line a profile, with the clauses that are broken, or none.
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

class VeraJudge {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in));
        for (String path; (path = paths.readLine()) != null;) {
            for (String profile : new String[] {"3a", "ua1"}) {
                System.out.println(path + "\t" + profile + "\t" + judge(path, profile));
            }
        }
    }

    static String judge(String path, String profile) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(profile);
        try (FileInputStream file = new FileInputStream(path);
             PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
             PDFAValidator judge = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = judge.validate(parser);
            String broken = result.getFailedChecks().keySet().stream()
                .map(rule -> rule.getClause() + "-" + rule.getTestNumber())
                .sorted().collect(Collectors.joining(" "));
            return (result.isCompliant() ? "passes" : "fails") + "\t" + broken;
        }
    }
}
