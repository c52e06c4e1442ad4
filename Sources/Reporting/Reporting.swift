import LabResults
